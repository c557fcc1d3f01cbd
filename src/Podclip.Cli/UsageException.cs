namespace Podclip.Cli;

/// <summary>The command line or its configuration cannot be used. Every problem is named at once.</summary>
/// <param name="problems">The problems, in sentences that say what to do.</param>
internal sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
