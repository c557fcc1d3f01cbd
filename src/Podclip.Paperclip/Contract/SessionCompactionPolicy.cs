namespace Podclip.Paperclip.Contract;

/// <summary>When a session is given up for a new one; 0 for no limit.</summary>
/// <param name="Enabled">Whether the limits count.</param>
/// <param name="MaxSessionRuns">Runs in one session.</param>
/// <param name="MaxRawInputTokens">Input tokens of one session, cached ones included.</param>
/// <param name="MaxSessionAgeHours">Hours since its start.</param>
public sealed record SessionCompactionPolicy(bool Enabled, double MaxSessionRuns, double MaxRawInputTokens, double MaxSessionAgeHours);
