using Podclip.Agents.Transcripts;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Execution;

/// <summary>Reads from an agent's lines what it is at: the tool it uses, what it said last. The host shows both, under its events and beside the agent's name.</summary>
/// <param name="reader">Reads the agent's lines.</param>
internal sealed class ActivityReader(ITranscriptReader reader)
{
    private const int LongestMessage = 180;
    private const int LongestSnippet = 220;
    private string? _tool;
    private string? _said;

    /// <summary>What a line tells; nothing for most kinds of lines.</summary>
    public IEnumerable<(AdapterRuntimeEvent Event, AdapterRuntimeProgress Progress)> Read(ReadOnlyMemory<byte> line, DateTimeOffset at)
    {
        foreach (var entry in reader.Read(line.Span))
        {
            if (entry is TranscriptEntry.ToolCall call)
            {
                _tool = call.Name;
                yield return (Event("tool_call", $"Using {call.Name}", "toolName", call.Name), Progress($"Using {call.Name}", at));
            }
            else if (entry is TranscriptEntry.ToolResult)
            {
                _tool = null;
            }
            else if (entry is TranscriptEntry.Assistant { Text: var text } && text.Trim().Length > 0)
            {
                _said = Short(text, LongestSnippet);
                yield return (Event("assistant", Short(text), "text", _said), Progress(Short(text), at));
            }
        }
    }

    /// <summary>A text in one line of the length that the host shows.</summary>
    public static string Short(string text, int length = LongestMessage)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= length)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1;
        return line[..end] + "…";
    }

    private static AdapterRuntimeEvent Event(string type, string message, string member, string value) => new()
    {
        EventType = $"agent.{type}",
        Stream = "system",
        Level = "info",
        Message = message,
        Payload = new JsonObject { [member] = value },
    };

    private AdapterRuntimeProgress Progress(string message, DateTimeOffset at) => new()
    {
        Phase = "running",
        Message = message,
        CurrentToolName = _tool,
        LastAssistantSnippet = _said,
        LastEventAt = HostTime.Text(at),
    };
}
