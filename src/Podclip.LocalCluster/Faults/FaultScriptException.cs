namespace Podclip.LocalCluster.Faults;

/// <summary>A fault script that cannot be used.</summary>
public sealed class FaultScriptException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="problems">All that is wrong with it.</param>
    public FaultScriptException(IReadOnlyList<string> problems)
        : base(string.Join("; ", problems)) => Problems = problems;

    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<string> Problems { get; }
}
