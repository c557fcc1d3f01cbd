using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.OpenCode;

/// <summary>Turns a tool's event, which comes once, when the tool is done, into its call and its result.</summary>
internal static class OpenCodeTool
{
    private const string Rejected = "The user rejected permission to use this specific tool call.";

    /// <summary>The entries.</summary>
    /// <param name="part">The event's part.</param>
    public static IReadOnlyList<TranscriptEntry> Read(JsonElement part)
    {
        var state = part.Member("state");
        var id = part.Text("callID");
        var call = new TranscriptEntry.ToolCall(part.Text("tool") ?? "unknown", id, Input(state));
        return state.Text("status") is "completed" or "error"
            ? [call, new TranscriptEntry.ToolResult(id, Output(state), HasFailed(part, state))]
            : [call];
    }

    /// <summary>Whether OpenCode refused the call because nobody was there to allow it; it ends its run then.</summary>
    /// <param name="part">The event's part.</param>
    public static bool IsRejected(JsonElement part) => part.Member("state") is var state && state.Text("status") == "error" && state.Text("error") == Rejected;

    private static JsonElement Input(JsonElement state) =>
        state.Member("input") is { ValueKind: not JsonValueKind.Undefined } input ? input.Clone() : JsonElement.Parse("{}"u8);

    private static string Output(JsonElement state) => (state.Text("status") == "error" ? state.Text("error") : state.Text("output")) ?? "";

    // A command that exits with another code than 0 is "completed", and so is a call of a tool that does not exist ("invalid").
    private static bool HasFailed(JsonElement part, JsonElement state) =>
        state.Text("status") == "error" ||
        part.Text("tool") == "invalid" ||
        (state.Member("metadata").Member("exit") is { ValueKind: JsonValueKind.Number } exit && exit.GetRawText() != "0");
}
