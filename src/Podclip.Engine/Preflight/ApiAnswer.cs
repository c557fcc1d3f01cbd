namespace Podclip.Engine.Preflight;

/// <summary>What an API server told of itself and of us.</summary>
/// <param name="Version">Its version, if it told.</param>
/// <param name="User">Who it takes us for, if it told.</param>
/// <param name="Findings">What was found.</param>
/// <param name="IsUsable">Whether anything else can be asked of it.</param>
internal sealed record ApiAnswer(string? Version, string? User, IReadOnlyList<Finding> Findings, bool IsUsable);
