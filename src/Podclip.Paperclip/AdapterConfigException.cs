namespace Podclip.Paperclip;

/// <summary>An agent's configuration, or the host's, cannot be used. The message names every problem; none holds a secret.</summary>
/// <param name="problems">The problems, each a sentence.</param>
public sealed class AdapterConfigException(params IReadOnlyList<string> problems) : Exception(string.Join(" ", problems))
{
    /// <summary>The problems, each a sentence.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
