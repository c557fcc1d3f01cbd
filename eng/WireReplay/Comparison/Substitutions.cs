using System.Collections.Concurrent;

namespace Podclip.WireReplay.Comparison;

/// <summary>What stands here for a name, uid, version or time that the recording holds: servers give these out as they like.</summary>
internal sealed class Substitutions
{
    private readonly ConcurrentDictionary<string, string> _live = new(StringComparer.Ordinal);

    public void Learn(string? recorded, string? live)
    {
        if (recorded is { Length: > 0 } && live is { Length: > 0 } && recorded != live)
        {
            _live[recorded] = live;
        }
    }

    /// <summary>Takes over what the server chose for an object: its name, when it was generated, its uid and its version.</summary>
    public void LearnObject(JsonNode? recorded, JsonNode? live)
    {
        Learn(recorded.Text("metadata", "uid"), live.Text("metadata", "uid"));
        if (recorded.Text("metadata", "generateName") is not null)
        {
            Learn(recorded.Text("metadata", "name"), live.Text("metadata", "name"));
        }

        if (recorded.Text("metadata", "resourceVersion") is { } version && live.Text("metadata", "resourceVersion") is { } now)
        {
            // Only as a member: a bare number means other things elsewhere.
            Learn($"\"resourceVersion\":\"{version}\"", $"\"resourceVersion\":\"{now}\"");
        }

        if (recorded.Text("metadata", "continue") is { } token)
        {
            Learn(token, live.Text("metadata", "continue"));
        }
    }

    /// <summary>A recorded text with what is known put in its place, the longest first.</summary>
    public string Apply(string text) =>
        _live.OrderByDescending(pair => pair.Key.Length).Aggregate(text, (current, pair) => current.Replace(pair.Key, pair.Value, StringComparison.Ordinal));
}
