namespace Podclip.Paperclip.Prompts;

/// <summary>A part of a prompt.</summary>
/// <param name="Metric">What its length is called.</param>
/// <param name="Text">The text; blank when the run has none of it.</param>
public sealed record PromptSection(string Metric, string Text);
