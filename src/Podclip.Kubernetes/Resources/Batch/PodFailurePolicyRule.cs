namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>One rule of a <see cref="PodFailurePolicy"/>.</summary>
public sealed record PodFailurePolicyRule : ObjectPart
{
    public string? Action { get; init; }

    public PodFailurePolicyOnExitCodes? OnExitCodes { get; init; }

    public IReadOnlyList<PodFailurePolicyOnPodCondition>? OnPodConditions { get; init; }
}
