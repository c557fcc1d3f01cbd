using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>How a kind shows the stored objects of another, as <c>events.k8s.io</c> shows the Events of core.</summary>
/// <param name="Of">The kind under which the objects are stored, checked and deleted.</param>
/// <param name="FromStored">A stored object in this kind's form.</param>
/// <param name="ToStored">An object of this kind in the stored form.</param>
internal sealed record ResourceView(ResourceKind Of, Func<JsonObject, JsonObject> FromStored, Func<JsonObject, JsonObject> ToStored);
