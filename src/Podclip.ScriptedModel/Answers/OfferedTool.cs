namespace Podclip.ScriptedModel.Answers;

/// <summary>A tool as a request offers it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Members">The members of its input.</param>
internal sealed record OfferedTool(string Name, IReadOnlyList<string> Members);
