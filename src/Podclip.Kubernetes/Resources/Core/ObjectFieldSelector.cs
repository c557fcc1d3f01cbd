namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One field of the pod itself.</summary>
public sealed record ObjectFieldSelector : ObjectPart
{
    public string? ApiVersion { get; init; }

    public string? FieldPath { get; init; }
}
