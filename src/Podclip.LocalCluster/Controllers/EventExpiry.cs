using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Forgets Events an hour after they last happened, as the real server does, and the oldest when there are very many: they live in memory.</summary>
internal sealed class EventExpiry : Controller<ObjectIdentity>
{
    /// <summary>How many are kept, give or take <see cref="Step"/>.</summary>
    private const int MostKept = 4000;

    private const int Step = 250;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private int _seen;

    public EventExpiry(ObjectStore store, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger) =>
        Observe(ResourceNames.Events, change => change.Type == StoreEventType.Added ? [ObjectIdentity.Of(change.Object)] : []);

    protected override void Reconcile(ObjectIdentity key)
    {
        if (++_seen % Step == 0)
        {
            RemoveOldest();
        }

        if (key.Find(Store, ResourceNames.Events) is not { } found)
        {
            return;
        }

        // An Event may be written long after what it tells of.
        DateTimeOffset?[] times = [found.Document.Time("lastTimestamp"), found.Document.Time("metadata", "creationTimestamp")];
        var left = (times.Max() ?? TimeProvider.GetUtcNow()) + Lifetime - TimeProvider.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            Queue.AddAfter(key, left);
        }
        else
        {
            Store.Remove(ResourceNames.Events, found.Namespace, found.Name, found.Uid);
        }
    }

    private void RemoveOldest()
    {
        var events = Store.List(ResourceNames.Events, ns: null).Items;
        foreach (var old in events.OrderBy(e => e.Version).Take(events.Count - MostKept))
        {
            Store.Remove(ResourceNames.Events, old.Namespace, old.Name, old.Uid);
        }
    }
}
