using System.Text.Json;
using Podclip.ScriptedModel.Answers;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>Writes what a message of a chat completion consists of, piece by piece or whole.</summary>
internal static class ChatParts
{
    /// <summary>A stream's first delta: who speaks.</summary>
    public static void WriteRole(Utf8JsonWriter writer)
    {
        writer.WriteString("role", "assistant");
        writer.WriteString("content", "");
    }

    /// <summary>The delta with which a tool call begins.</summary>
    public static void WriteCallBegin(Utf8JsonWriter writer, int index, string id, string name) =>
        WriteCalls(writer, () => WriteCall(writer, index, id, name, arguments: ""));

    /// <summary>A delta with a piece of a block; of a tool call's arguments it is for the call of this index.</summary>
    public static void WritePiece(Utf8JsonWriter writer, FilledBlock block, int index, ReadOnlyMemory<char> piece)
    {
        switch (block)
        {
            case FilledBlock.Text:
                writer.WriteString("content", piece.Span);
                break;
            case FilledBlock.Thinking:
                writer.WriteString("reasoning_content", piece.Span);
                break;
            case FilledBlock.ToolCall:
                WriteCalls(writer, () =>
                {
                    writer.WriteNumber("index", index);
                    writer.WriteStartObject("function");
                    writer.WriteString("arguments", piece.Span);
                    writer.WriteEndObject();
                });
                break;
            default:
                throw new InvalidOperationException($"Unknown block {block}.");
        }
    }

    /// <summary>A whole message.</summary>
    public static void WriteMessage(Utf8JsonWriter writer, IReadOnlyList<FilledBlock> blocks, Func<int, string> callId)
    {
        var text = string.Concat(blocks.OfType<FilledBlock.Text>().Select(block => block.Content));
        var thinking = string.Concat(blocks.OfType<FilledBlock.Thinking>().Select(block => block.Content));
        var calls = blocks.OfType<FilledBlock.ToolCall>().ToArray();
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        writer.WriteString("content", text.Length > 0 ? text : null);
        if (thinking.Length > 0)
        {
            writer.WriteString("reasoning_content", thinking);
        }

        if (calls.Length > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var (index, call) in calls.Index())
            {
                writer.WriteStartObject();
                WriteCall(writer, index, callId(index), call.Name, call.Content);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, Action writeMembers)
    {
        writer.WriteStartArray("tool_calls");
        writer.WriteStartObject();
        writeMembers();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter writer, int index, string id, string name, string arguments)
    {
        writer.WriteNumber("index", index);
        writer.WriteString("id", id);
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", name);
        writer.WriteString("arguments", arguments);
        writer.WriteEndObject();
    }
}
