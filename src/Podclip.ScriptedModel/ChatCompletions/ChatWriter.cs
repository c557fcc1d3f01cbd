using System.Buffers;
using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;
using Podclip.ScriptedModel.Scenarios;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>Writes an answer in the form of chat completions, as a stream of chunks or as one object.</summary>
internal sealed class ChatWriter(Conversation conversation, Answer answer, TimeProvider time) : IAnswerWriter
{
    // A chat message has one text; a script's texts are its paragraphs.
    private const string BetweenTexts = "\n\n";

    // The same place in a conversation gives the same bytes, so no clock is asked.
    private const long Created = 1_700_000_000;

    private long _outputCharacters;
    private int _toolCalls;

    private string? FinishReason => answer.Turn.StopReason switch
    {
        null => _toolCalls > 0 ? "tool_calls" : "stop",
        ScenarioTurn.NoStopReason => null,
        "end_turn" or "stop_sequence" => "stop",
        "tool_use" => "tool_calls",
        "max_tokens" => "length",
        "refusal" => "content_filter",
        var reason => reason,
    };

    public async Task StreamAsync(Stream body, CancellationToken cancellationToken)
    {
        await SendChoiceAsync(body, ChatParts.WriteRole, finishReason: null, cancellationToken);
        foreach (var block in Blocks())
        {
            await PauseAsync(block.Delay, cancellationToken);
            await StreamBlockAsync(body, block, cancellationToken);
            if (answer.BreaksOff)
            {
                return;
            }
        }

        await SendChoiceAsync(body, static _ => { }, FinishReason, cancellationToken);
        if (conversation.StreamsUsage)
        {
            await SendAsync(body, WriteUsageChunk, cancellationToken);
        }

        await body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    public async Task<ReadOnlyMemory<byte>> WholeAsync(CancellationToken cancellationToken)
    {
        List<FilledBlock> blocks = [];
        foreach (var block in Blocks())
        {
            await PauseAsync(block.Delay, cancellationToken);
            blocks.Add(block);
        }

        var buffer = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(buffer, JsonOutput.Options);
        writer.WriteStartObject();
        WriteHead(writer, "chat.completion");
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        ChatParts.WriteMessage(writer, blocks, ToolCallId);
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", FinishReason);
        writer.WriteEndObject();
        writer.WriteEndArray();
        WriteUsage(writer);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        return buffer.WrittenMemory;
    }

    /// <summary>Sends one event of a stream.</summary>
    public static Task SendAsync(Stream body, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellationToken) =>
        JsonOutput.SendEventAsync(body, "data: ", writeMembers, cancellationToken);

    // The answer's blocks as this API says them, counted on the way.
    private IEnumerable<FilledBlock> Blocks()
    {
        var hasText = false;
        foreach (var block in answer.Blocks())
        {
            var said = block switch
            {
                FilledBlock.ToolCall call => ToolTranslation.Translate(call, conversation.Tools),
                FilledBlock.Text when hasText => block with { Content = BetweenTexts + block.Content },
                _ => block,
            };
            hasText |= said is FilledBlock.Text;
            _toolCalls += said is FilledBlock.ToolCall ? 1 : 0;
            _outputCharacters += said.Content.Length;
            yield return said;
        }
    }

    private async Task StreamBlockAsync(Stream body, FilledBlock block, CancellationToken cancellationToken)
    {
        var index = _toolCalls - 1;
        if (block is FilledBlock.ToolCall call)
        {
            await SendChoiceAsync(body, writer => ChatParts.WriteCallBegin(writer, index, ToolCallId(index), call.Name), finishReason: null, cancellationToken);
        }

        var end = answer.BreaksOff ? (block.Content.Length + 1) / 2 : block.Content.Length;
        foreach (var piece in TextPieces.Of(block.Content, end))
        {
            await SendChoiceAsync(body, writer => ChatParts.WritePiece(writer, block, index, piece), finishReason: null, cancellationToken);
        }
    }

    private Task SendChoiceAsync(Stream body, Action<Utf8JsonWriter> writeDelta, string? finishReason, CancellationToken cancellationToken) => SendAsync(
        body,
        writer =>
        {
            WriteHead(writer, "chat.completion.chunk");
            writer.WriteStartArray("choices");
            writer.WriteStartObject();
            writer.WriteNumber("index", 0);
            writer.WriteStartObject("delta");
            writeDelta(writer);
            writer.WriteEndObject();
            writer.WriteNull("logprobs");
            writer.WriteString("finish_reason", finishReason);
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (conversation.StreamsUsage)
            {
                writer.WriteNull("usage");
            }
        },
        cancellationToken);

    private string ToolCallId(int index) => $"call_{answer.Id}{index:x4}";

    private void WriteUsageChunk(Utf8JsonWriter writer)
    {
        WriteHead(writer, "chat.completion.chunk");
        writer.WriteStartArray("choices");
        writer.WriteEndArray();
        WriteUsage(writer);
    }

    private void WriteHead(Utf8JsonWriter writer, string kind)
    {
        writer.WriteString("id", "chatcmpl-" + answer.Id);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", Created);
        writer.WriteString("model", conversation.Model);
    }

    // Here the prompt's tokens include the cached ones.
    private void WriteUsage(Utf8JsonWriter writer)
    {
        var usage = answer.Turn.Usage;
        var prompt = (usage.InputTokens ?? conversation.InputTokens) + usage.CacheReadInputTokens + usage.CacheCreationInputTokens;
        var completion = usage.OutputTokens ?? ((_outputCharacters + 3) / 4);
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", prompt);
        writer.WriteNumber("completion_tokens", completion);
        writer.WriteNumber("total_tokens", prompt + completion);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", usage.CacheReadInputTokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
}
