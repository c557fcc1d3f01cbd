using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Podclip.Agents.Transcripts;

/// <summary>
/// Entries as JSON objects, one to a line: <c>{"seq":7,"time":"…","kind":"assistant","text":"…"}</c>. Letters are left
/// readable; control characters are escaped, so a line is always one line.
/// </summary>
public static class TranscriptJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An entry as one line of UTF-8, without a line end.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="sequence">Its number in the journal, if it has one.</param>
    /// <param name="time">When it was printed, if known.</param>
    /// <returns>The line.</returns>
    public static byte[] ToLine(TranscriptEntry entry, long? sequence = null, DateTimeOffset? time = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, entry, sequence, time);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an entry as one object.</summary>
    /// <param name="writer">Where to; its own options decide about escaping.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="sequence">Its number in the journal, if it has one.</param>
    /// <param name="time">When it was printed, if known.</param>
    public static void Write(Utf8JsonWriter writer, TranscriptEntry entry, long? sequence = null, DateTimeOffset? time = null)
    {
        writer.WriteStartObject();
        if (sequence is { } number)
        {
            writer.WriteNumber("seq", number);
        }

        if (time is { } moment)
        {
            writer.WriteString("time", moment.UtcDateTime);
        }

        writer.WriteString("kind", entry.Kind);
        WriteMembers(writer, entry);
        WriteText(writer, "parentToolUseId", entry.ParentToolUseId);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, TranscriptEntry entry)
    {
        switch (entry)
        {
            case TranscriptEntry.Init init:
                WriteText(writer, "model", init.Model);
                WriteText(writer, "sessionId", init.SessionId);
                break;
            case TranscriptEntry.Assistant { Text: var text }:
                writer.WriteString("text", text);
                break;
            case TranscriptEntry.Thinking { Text: var text }:
                writer.WriteString("text", text);
                break;
            case TranscriptEntry.User { Text: var text }:
                writer.WriteString("text", text);
                break;
            case TranscriptEntry.System { Text: var text }:
                writer.WriteString("text", text);
                break;
            case TranscriptEntry.Output { Text: var text }:
                writer.WriteString("text", text);
                break;
            case TranscriptEntry.ToolCall call:
                WriteToolCall(writer, call);
                break;
            case TranscriptEntry.ToolResult result:
                WriteText(writer, "toolUseId", result.ToolUseId);
                writer.WriteString("content", result.Content);
                writer.WriteBoolean("isError", result.IsError);
                break;
            case TranscriptEntry.Result result:
                WriteResult(writer, result);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "This kind of entry has no JSON form.");
        }
    }

    private static void WriteToolCall(Utf8JsonWriter writer, TranscriptEntry.ToolCall call)
    {
        writer.WriteString("name", call.Name);
        WriteText(writer, "toolUseId", call.ToolUseId);
        writer.WritePropertyName("input");
        if (call.Input.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            call.Input.WriteTo(writer);
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, TranscriptEntry.Result result)
    {
        WriteText(writer, "text", result.Text);
        WriteText(writer, "subtype", result.Subtype);
        writer.WriteBoolean("isError", result.IsError);
        writer.WriteNumber("inputTokens", result.Usage.InputTokens);
        writer.WriteNumber("outputTokens", result.Usage.OutputTokens);
        writer.WriteNumber("cachedTokens", result.Usage.CachedInputTokens);
        writer.WriteNumber("cacheCreationTokens", result.Usage.CacheCreationTokens);
        if (result.CostUsd is { } cost)
        {
            writer.WriteNumber("costUsd", cost);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
