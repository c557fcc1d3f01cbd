namespace Podclip.Engine.Journal;

/// <summary>For how long the journals and results of runs that are over are kept. What is under way is never removed.</summary>
/// <param name="Age">How old a run may be, from its end.</param>
/// <param name="Bytes">How much all of them may take; the oldest go first.</param>
public sealed record RunRetention(TimeSpan Age, long Bytes)
{
    /// <summary>Thirty days and 4 GiB.</summary>
    public static RunRetention Default { get; } = new(TimeSpan.FromDays(30), 4L << 30);
}
