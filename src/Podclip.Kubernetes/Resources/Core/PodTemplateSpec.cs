namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The pod a Job makes.</summary>
public sealed record PodTemplateSpec : ObjectPart
{
    public ObjectMeta? Metadata { get; init; }

    public PodSpec? Spec { get; init; }
}
