namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>What is known of a container; the supervisor writes it, the kubelet reads it.</summary>
/// <param name="Attempt">How often it was started again.</param>
/// <param name="State">What it does now.</param>
/// <param name="StartedAt">When this run's program started; null when it could not be.</param>
/// <param name="Ended">How this run ended, or null.</param>
/// <param name="LastEnded">How the run before ended, or null.</param>
internal sealed record ContainerRecord(
    int Attempt,
    ContainerRunState State,
    DateTimeOffset? StartedAt,
    ContainerEnd? Ended,
    ContainerEnd? LastEnded);
