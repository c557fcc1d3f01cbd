using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Comparison;

/// <summary>Whether an answer is the recorded one: its status, its kind of content, its warning, what it says about trying again, and its document.</summary>
internal static class ExchangeComparison
{
    /// <summary>Null when they agree. Members named in <paramref name="without"/> are of the moment and not compared.</summary>
    public static string? Compare(Recording recording, LiveAnswer live, Substitutions substitutions, params ReadOnlySpan<string> without)
    {
        if (recording.Status != live.Status)
        {
            return $"status: expected {recording.Status} but was {live.Status}: {live.Text[..Math.Min(live.Text.Length, 400)]}";
        }

        var expected = recording.Answer is JsonObject or JsonArray ? CanonicalForm.Of(JsonNode.Parse(substitutions.Apply(recording.Answer.ToJsonString())), without) : recording.AnswerText;
        var actual = live.Json is { } json ? CanonicalForm.Of(json, without) : live.Text;
        return Difference.Between(recording.AnswerHeader("content-type") ?? "", live.Header("Content-Type") ?? "", "content type")
            ?? Difference.Between(recording.AnswerHeader("warning") ?? "", live.Header("Warning") ?? "", "warning")
            ?? Difference.Between(recording.AnswerHeader("retry-after") ?? "", live.Header("Retry-After") ?? "", "Retry-After")
            ?? Difference.Between(expected, actual, "answer");
    }
}
