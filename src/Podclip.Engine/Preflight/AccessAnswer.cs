using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>What an API server said of one verb.</summary>
/// <param name="Need">The verb.</param>
/// <param name="IsAllowed">Whether it is granted; false without an answer.</param>
/// <param name="Failure">Why there was no answer; null when there was one.</param>
public sealed record AccessAnswer(AccessNeed Need, bool IsAllowed, KubernetesException? Failure);
