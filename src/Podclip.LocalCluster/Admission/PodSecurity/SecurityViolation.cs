namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>How a pod fails one check.</summary>
/// <param name="Reason">What is forbidden, in few words.</param>
/// <param name="Detail">What does it.</param>
internal sealed record SecurityViolation(string Reason, string Detail);
