using System.Text.Json;
using Podclip.Agents.Transcripts;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Turns the entries of a run's transcript into those of the host, kind by kind.</summary>
public static class HostTranscript
{
    private const string Unknown = "unknown";

    /// <summary>An entry as the host has it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="time">When it was printed.</param>
    /// <returns>The host's entry.</returns>
    public static HostTranscriptEntry Convert(TranscriptEntry entry, DateTimeOffset time)
    {
        var ts = HostTime.Text(time);
        return entry switch
        {
            TranscriptEntry.Init init => new HostTranscriptEntry.Init(init.Model ?? Unknown, init.SessionId ?? "") { Ts = ts },
            TranscriptEntry.Assistant { Text: var text } => new HostTranscriptEntry.Assistant(text) { Ts = ts },
            TranscriptEntry.System { StandsForAnswer: true, Text: var text } => new HostTranscriptEntry.Assistant(text) { Ts = ts },
            TranscriptEntry.Thinking { Text: var text } => new HostTranscriptEntry.Thinking(text) { Ts = ts },
            TranscriptEntry.User { Text: var text } => new HostTranscriptEntry.User(text) { Ts = ts },
            TranscriptEntry.ToolCall call => new HostTranscriptEntry.ToolCall(call.Name, ToNode(call.Input), call.ToolUseId) { Ts = ts },
            TranscriptEntry.ToolResult result => new HostTranscriptEntry.ToolResult(result.ToolUseId ?? "", result.Content, result.IsError) { Ts = ts },
            TranscriptEntry.Result result => Convert(result, ts),
            TranscriptEntry.System { Text: var text } => new HostTranscriptEntry.System(text) { Ts = ts },
            TranscriptEntry.Output { Text: var text } => new HostTranscriptEntry.StandardOutput(text) { Ts = ts },
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "The host has no such kind of entry."),
        };
    }

    private static HostTranscriptEntry.Result Convert(TranscriptEntry.Result result, string ts) => new(
        result.Text ?? "",
        result.Usage.InputTokens,
        result.Usage.OutputTokens,
        result.Usage.CachedInputTokens,
        result.CostUsd ?? 0,
        result.Subtype ?? "",
        result.IsError,
        result is { IsError: true, Text: { } reason } ? [reason] : []) { Ts = ts };

    private static JsonNode? ToNode(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(input),
        JsonValueKind.Array => JsonArray.Create(input),
        JsonValueKind.Undefined => null,
        _ => JsonValue.Create(input),
    };
}
