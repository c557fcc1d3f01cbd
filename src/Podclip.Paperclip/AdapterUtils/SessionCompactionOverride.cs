namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Limits of sessions that an agent's configuration sets; null for those it leaves alone.</summary>
public sealed record SessionCompactionOverride
{
    /// <summary>Whether sessions are exchanged at all.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Runs a session may have.</summary>
    public double? MaxSessionRuns { get; init; }

    /// <summary>Input tokens a session may take.</summary>
    public double? MaxRawInputTokens { get; init; }

    /// <summary>Hours a session may last.</summary>
    public double? MaxSessionAgeHours { get; init; }
}
