namespace Podclip.Engine.Admission;

/// <summary>The run that holds an agent's name.</summary>
/// <param name="Job">Its Job.</param>
/// <param name="RunId">The run, if its label says.</param>
/// <param name="Since">When its Job was created.</param>
internal sealed record GuardHolder(string Job, string? RunId, DateTimeOffset? Since);
