namespace Podclip.LocalCluster.Storage;

/// <summary>One change. <paramref name="Previous"/> is null for Added; for Deleted, <paramref name="Object"/> is the last state at the deletion's version.</summary>
internal sealed record StoreEvent(StoreEventType Type, StoredObject Object, StoredObject? Previous);
