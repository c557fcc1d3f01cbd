using System.Collections.Concurrent;

namespace Podclip.WireReplay;

/// <summary>What became of each recording.</summary>
internal sealed class VerdictList
{
    private readonly ConcurrentDictionary<string, string?> _differences = new(StringComparer.Ordinal);

    /// <summary>Settles a recording: null when it agrees. The first word counts.</summary>
    public void Add(string name, string? difference) => _differences.TryAdd(name, difference);

    /// <summary>Takes another playing's word for a recording.</summary>
    public void Replace(string name, VerdictList other) => _differences[name] = other[name];

    /// <summary>Whether a recording differs, or was not played at all.</summary>
    public bool Differs(string name) => this[name] is not null;

    /// <summary>How a recording differs; null when it agrees.</summary>
    public string? this[string name] => _differences.TryGetValue(name, out var difference) ? difference : "it was not played: its scene ended before";
}
