using System.Buffers;
using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;
using Podclip.ScriptedModel.Scenarios;

namespace Podclip.ScriptedModel.Messages;

/// <summary>Writes an answer in the form of the Messages API, as a stream of server-sent events or as one object.</summary>
internal sealed class MessagesWriter(Conversation conversation, Answer answer, TimeProvider time) : IAnswerWriter
{
    private const string Signature = "c2NyaXB0ZWQ=";
    private long _outputCharacters;
    private bool _callsTool;
    private int _index;

    private string? StopReason => answer.Turn.StopReason switch
    {
        null => _callsTool ? "tool_use" : "end_turn",
        ScenarioTurn.NoStopReason => null,
        var reason => reason,
    };

    private long OutputTokens => answer.Turn.Usage.OutputTokens ?? ((_outputCharacters + 3) / 4);

    public async Task StreamAsync(Stream body, CancellationToken cancellationToken)
    {
        await SendAsync(body, "message_start", WriteMessageStart, cancellationToken);
        await SendAsync(body, "ping", static writer => writer.WriteString("type", "ping"), cancellationToken);
        foreach (var block in answer.Blocks())
        {
            await PauseAsync(block.Delay, cancellationToken);
            await StreamBlockAsync(body, block, cancellationToken);
            if (answer.BreaksOff)
            {
                return;
            }
        }

        await SendAsync(body, "message_delta", WriteMessageDelta, cancellationToken);
        await SendAsync(body, "message_stop", static writer => writer.WriteString("type", "message_stop"), cancellationToken);
    }

    public async Task<ReadOnlyMemory<byte>> WholeAsync(CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        writer.WriteStartObject();
        WriteHead(writer);
        writer.WriteStartArray("content");
        foreach (var block in answer.Blocks())
        {
            await PauseAsync(block.Delay, cancellationToken);
            WriteWholeBlock(writer, block);
        }

        writer.WriteEndArray();
        writer.WriteString("stop_reason", StopReason);
        writer.WriteNull("stop_sequence");
        WriteUsage(writer, OutputTokens);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        return buffer.WrittenMemory;
    }

    private async Task StreamBlockAsync(Stream body, FilledBlock block, CancellationToken cancellationToken)
    {
        var (deltaType, member) = block switch
        {
            FilledBlock.Text => ("text_delta", "text"),
            FilledBlock.Thinking => ("thinking_delta", "thinking"),
            FilledBlock.ToolCall => ("input_json_delta", "partial_json"),
            _ => throw new InvalidOperationException($"Unknown block {block}."),
        };
        var index = Count(block);
        await SendAsync(body, "content_block_start", writer => WriteBlockStart(writer, index, block), cancellationToken);
        var end = answer.BreaksOff ? (block.Content.Length + 1) / 2 : block.Content.Length;
        foreach (var piece in TextPieces.Of(block.Content, end))
        {
            await SendAsync(body, "content_block_delta", writer => WriteDelta(writer, index, deltaType, member, piece), cancellationToken);
        }

        if (answer.BreaksOff)
        {
            return;
        }

        if (block is FilledBlock.Thinking)
        {
            await SendAsync(body, "content_block_delta", writer => WriteDelta(writer, index, "signature_delta", "signature", Signature.AsMemory()), cancellationToken);
        }

        await SendAsync(body, "content_block_stop", writer => WriteBlockStop(writer, index), cancellationToken);
    }

    private void WriteMessageStart(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "message_start");
        writer.WriteStartObject("message");
        WriteHead(writer);
        writer.WriteStartArray("content");
        writer.WriteEndArray();
        writer.WriteNull("stop_reason");
        writer.WriteNull("stop_sequence");
        WriteUsage(writer, outputTokens: 1);
        writer.WriteEndObject();
    }

    private void WriteMessageDelta(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "message_delta");
        writer.WriteStartObject("delta");
        writer.WriteString("stop_reason", StopReason);
        writer.WriteNull("stop_sequence");
        writer.WriteEndObject();
        WriteUsage(writer, OutputTokens);
    }

    private void WriteHead(Utf8JsonWriter writer)
    {
        writer.WriteString("id", "msg_" + answer.Id);
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("model", conversation.Model);
    }

    private void WriteUsage(Utf8JsonWriter writer, long outputTokens)
    {
        var usage = answer.Turn.Usage;
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", usage.InputTokens ?? conversation.InputTokens);
        writer.WriteNumber("cache_creation_input_tokens", usage.CacheCreationInputTokens);
        writer.WriteNumber("cache_read_input_tokens", usage.CacheReadInputTokens);
        writer.WriteNumber("output_tokens", outputTokens);
        writer.WriteEndObject();
    }

    private void WriteBlockStart(Utf8JsonWriter writer, int index, FilledBlock block)
    {
        writer.WriteString("type", "content_block_start");
        writer.WriteNumber("index", index);
        writer.WriteStartObject("content_block");
        switch (block)
        {
            case FilledBlock.Text:
                writer.WriteString("type", "text");
                writer.WriteString("text", "");
                break;
            case FilledBlock.Thinking:
                writer.WriteString("type", "thinking");
                writer.WriteString("thinking", "");
                writer.WriteString("signature", "");
                break;
            case FilledBlock.ToolCall call:
                WriteToolHead(writer, index, call);
                writer.WriteStartObject("input");
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }

    private void WriteWholeBlock(Utf8JsonWriter writer, FilledBlock block)
    {
        var index = Count(block);
        writer.WriteStartObject();
        switch (block)
        {
            case FilledBlock.Text:
                writer.WriteString("type", "text");
                writer.WriteString("text", block.Content);
                break;
            case FilledBlock.Thinking:
                writer.WriteString("type", "thinking");
                writer.WriteString("thinking", block.Content);
                writer.WriteString("signature", Signature);
                break;
            case FilledBlock.ToolCall call:
                WriteToolHead(writer, index, call);
                writer.WritePropertyName("input");
                writer.WriteRawValue(call.Content);
                break;
            default:
                throw new InvalidOperationException($"Unknown block {block}.");
        }

        writer.WriteEndObject();
    }

    private int Count(FilledBlock block)
    {
        _outputCharacters += block.Content.Length;
        _callsTool |= block is FilledBlock.ToolCall;
        return _index++;
    }

    private void WriteToolHead(Utf8JsonWriter writer, int index, FilledBlock.ToolCall call)
    {
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", $"toolu_{answer.Id}{index:x4}");
        writer.WriteString("name", call.Name);
    }

    private static void WriteDelta(Utf8JsonWriter writer, int index, string type, string member, ReadOnlyMemory<char> piece)
    {
        writer.WriteString("type", "content_block_delta");
        writer.WriteNumber("index", index);
        writer.WriteStartObject("delta");
        writer.WriteString("type", type);
        writer.WriteString(member, piece.Span);
        writer.WriteEndObject();
    }

    private static void WriteBlockStop(Utf8JsonWriter writer, int index)
    {
        writer.WriteString("type", "content_block_stop");
        writer.WriteNumber("index", index);
    }

    private Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;

    /// <summary>Sends one event of a stream.</summary>
    public static Task SendAsync(Stream body, string name, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellationToken) =>
        JsonOutput.SendEventAsync(body, $"event: {name}\ndata: ", writeMembers, cancellationToken);
}
