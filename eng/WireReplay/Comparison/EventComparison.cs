namespace Podclip.WireReplay.Comparison;

/// <summary>
/// Whether the same Events were told of some objects: each reason and message once, with all its fields. How often one was repeated, and the order
/// of those from different components, is of the moment; what a node says about its own lack of a cluster DNS is not compared.
/// </summary>
internal static class EventComparison
{
    private static readonly string[] OfTheMoment = ["count", "deprecatedCount", "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "firstTimestamp", "lastTimestamp", "eventTime", "series"];

    /// <summary>Null when they agree.</summary>
    /// <param name="then">The recorded Events.</param>
    /// <param name="now">The Events of the same objects here.</param>
    /// <param name="substitutions">What stands for what was recorded.</param>
    public static string? Compare(IEnumerable<JsonObject> then, IEnumerable<JsonObject> now, Substitutions substitutions)
    {
        var recorded = then.Where(IsCompared).ToList();
        var about = recorded.Select(e => substitutions.Apply(Subject(e))).ToHashSet(StringComparer.Ordinal);
        var expected = recorded.Select(e => Form((JsonObject)JsonNode.Parse(substitutions.Apply(e.ToJsonString()))!)).ToHashSet(StringComparer.Ordinal);
        var actual = now.Where(IsCompared).Where(e => about.Contains(Subject(e))).Select(Form).ToHashSet(StringComparer.Ordinal);
        var missing = expected.Except(actual, StringComparer.Ordinal).FirstOrDefault();
        var extra = actual.Except(expected, StringComparer.Ordinal).FirstOrDefault();
        return (missing, extra) switch
        {
            (null, null) => null,
            ({ } one, { } other) => Difference.Between(one, other, "Event"),
            ({ } one, null) => $"missing Event: {one}",
            (null, { } other) => $"Event that was not recorded: {other}",
        };
    }

    private static bool IsCompared(JsonObject e) => e.Text("reason") is not "MissingClusterDNS";

    private static string Subject(JsonObject e) => (e.At("involvedObject") ?? e.At("regarding")).Text("name") ?? "";

    /// <summary>A name that a retry drew anew says nothing.</summary>
    private static string Form(JsonObject e)
    {
        var copy = e.Copy();
        (copy["metadata"] as JsonObject)?.Remove("name");
        foreach (var message in (string[])["message", "note"])
        {
            if (copy.Text(message) is { } text && text.StartsWith("Error creating: pods \"", StringComparison.Ordinal))
            {
                var from = text.IndexOf('"', StringComparison.Ordinal);
                copy[message] = string.Concat(text.AsSpan(0, from), "\"<pod>\"", text.AsSpan(text.IndexOf('"', from + 1) + 1));
            }
        }

        return CanonicalForm.Of(copy, OfTheMoment);
    }
}
