namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One key of a Secret or ConfigMap as one file.</summary>
public sealed record KeyToPath : ObjectPart
{
    public string? Key { get; init; }

    public string? Path { get; init; }

    public int? Mode { get; init; }
}
