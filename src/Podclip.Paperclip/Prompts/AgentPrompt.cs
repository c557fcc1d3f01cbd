namespace Podclip.Paperclip.Prompts;

/// <summary>What an agent is told in one run.</summary>
/// <param name="Text">The whole prompt.</param>
/// <param name="Metrics">How long each section is, in UTF-16 units, under the names that the host's page shows.</param>
public sealed record AgentPrompt(string Text, IReadOnlyDictionary<string, double> Metrics);
