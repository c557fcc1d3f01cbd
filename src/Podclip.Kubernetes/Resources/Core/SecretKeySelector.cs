namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One key of a Secret.</summary>
public sealed record SecretKeySelector : ObjectPart
{
    public string? Name { get; init; }

    public string? Key { get; init; }

    public bool? Optional { get; init; }
}
