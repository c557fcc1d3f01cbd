namespace Podclip.Agents;

/// <summary>What was asked of an agent cannot be done. The message names every problem and holds nothing of the prompt.</summary>
public sealed class AgentRequestException : Exception
{
    /// <summary>Makes an exception for one or more problems.</summary>
    /// <param name="problems">All problems, in sentences.</param>
    public AgentRequestException(IReadOnlyList<string> problems)
        : base(string.Join(' ', problems)) => Problems = problems;

    /// <summary>All problems, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; }
}
