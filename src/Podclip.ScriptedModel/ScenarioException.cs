namespace Podclip.ScriptedModel;

/// <summary>A scenario file is wrong, or a prompt asks for a scenario in a way that cannot be met. The message names every problem.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Makes an exception for one or more problems.</summary>
    /// <param name="problems">All problems, in sentences.</param>
    public ScenarioException(IReadOnlyList<string> problems)
        : base(string.Join(' ', problems)) => Problems = problems;

    /// <summary>All problems, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; }
}
