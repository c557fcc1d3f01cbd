using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>
/// Counts repeated Events of the newer form as client-go's tools/events does: the second of a kind about the same version of an object
/// makes a series of the first, later ones are only written with the count half an hour on, or when the series is over because six
/// minutes have passed without another.
/// </summary>
internal sealed class EventSeries(ObjectStore store, TimeProvider timeProvider)
{
    private static readonly TimeSpan OverAfter = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Entry> _entries = [];

    /// <summary>Counts one more of a kind that goes on. False when it is the first: it is to be written and then given to <see cref="Begin"/>.</summary>
    public bool CountAgain(Key key)
    {
        var now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            EndThoseOver(now);
            if (!_entries.TryGetValue(key, out var entry))
            {
                return false;
            }

            entry = entry with { Count = entry.Count + 1, Last = now };
            if (entry.Count == 2 || now - entry.WrittenAt >= RefreshAfter)
            {
                Write(entry);
                entry = entry with { WrittenCount = entry.Count, WrittenAt = now };
            }

            _entries[key] = entry;
            return true;
        }
    }

    /// <summary>Remembers the first of a kind.</summary>
    public void Begin(Key key, string ns, string name)
    {
        var now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            _entries[key] = new Entry(ns, name, Count: 1, now, WrittenCount: 1, now);
        }
    }

    private void EndThoseOver(DateTimeOffset now)
    {
        foreach (var (key, entry) in _entries.Where(e => now - e.Value.Last > OverAfter).ToList())
        {
            if (entry.Count > entry.WrittenCount)
            {
                Write(entry);
            }

            _entries.Remove(key);
        }
    }

    private void Write(Entry entry) => store.Update(ResourceNames.Events, entry.Namespace, entry.Name, document =>
    {
        document["series"] = new JsonObject { ["count"] = entry.Count, ["lastObservedTime"] = entry.Last.ToWireMicroTime() };
        return true;
    });

    /// <summary>What makes two Events one of a series.</summary>
    internal sealed record Key(string Uid, long Version, string Type, string Reason, string Component, string Action);

    private sealed record Entry(string Namespace, string Name, int Count, DateTimeOffset Last, int WrittenCount, DateTimeOffset WrittenAt);
}
