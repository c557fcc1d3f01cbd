namespace Podclip.ScriptedModel.Answers;

/// <summary>One block of an answer with its templates filled in.</summary>
/// <param name="Content">The text, or a tool call's input as JSON.</param>
/// <param name="Delay">How long the answer pauses before it.</param>
internal abstract record FilledBlock(string Content, TimeSpan Delay)
{
    public sealed record Text(string Content, TimeSpan Delay) : FilledBlock(Content, Delay);

    public sealed record Thinking(string Content, TimeSpan Delay) : FilledBlock(Content, Delay);

    public sealed record ToolCall(string Name, string Content, TimeSpan Delay) : FilledBlock(Content, Delay);
}
