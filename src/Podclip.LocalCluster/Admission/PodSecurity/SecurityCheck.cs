namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>One check of the standards.</summary>
/// <param name="Id">Its name in the real server, by which checks are ordered.</param>
/// <param name="Since">The minor of the version 1.x from which on it is made.</param>
/// <param name="Find">What a pod does against it; null for nothing.</param>
/// <param name="Replaces">The laxer check that this one makes needless.</param>
internal sealed record SecurityCheck(string Id, int Since, Func<CheckedPod, SecurityViolation?> Find, string? Replaces = null);
