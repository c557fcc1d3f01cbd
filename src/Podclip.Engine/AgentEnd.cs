namespace Podclip.Engine;

/// <summary>What the agent's own output tells of its end, beside what stands in the result itself.</summary>
public sealed record AgentEnd
{
    /// <summary>Whether it came as far as its first event.</summary>
    public bool HasStarted { get; init; }

    /// <summary>Whether an answer of the model was seen to begin: from here on, starting again may repeat work.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>Whether it said that it is done, well or not.</summary>
    public bool HasEnded { get; init; }

    /// <summary>What kind of failure it names, in its own words; null for none. <c>docs/errors.md</c> lists the known ones.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>What it was trying again when it last spoke; null when it had made progress since.</summary>
    public string? RetryKind { get; init; }

    /// <summary>When the model's provider takes requests again, if it said so.</summary>
    public DateTimeOffset? RetryNotBefore { get; init; }

    /// <summary>The first of its last lines that were no events, where errors of a command line stand; null when there was none.</summary>
    public string? Complaint { get; init; }
}
