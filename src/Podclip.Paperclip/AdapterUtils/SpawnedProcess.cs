namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A process that was started.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="ProcessGroupId">The group it leads.</param>
/// <param name="StartedAt">When.</param>
public sealed record SpawnedProcess(int Pid, int? ProcessGroupId, DateTimeOffset StartedAt);
