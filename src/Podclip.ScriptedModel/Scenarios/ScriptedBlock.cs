using System.Text.Json;

namespace Podclip.ScriptedModel.Scenarios;

/// <summary>One block of an answer's content.</summary>
internal abstract record ScriptedBlock
{
    private protected ScriptedBlock()
    {
    }

    /// <summary>How many times in a row it is given.</summary>
    public string Repeat { get; init; } = "1";

    /// <summary>How long the stream pauses before it.</summary>
    public string DelaySeconds { get; init; } = "0";

    public sealed record Text(string Template) : ScriptedBlock;

    public sealed record Thinking(string Template) : ScriptedBlock;

    /// <summary>A tool call; every string in its input is a template.</summary>
    public sealed record ToolCall(string Name, JsonElement Input) : ScriptedBlock;
}
