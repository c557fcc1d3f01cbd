namespace Podclip.Engine;

/// <summary>A run was asked for that cannot be; nothing was created.</summary>
/// <param name="problems">Every problem found.</param>
public sealed class RunRequestException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Every problem found.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
