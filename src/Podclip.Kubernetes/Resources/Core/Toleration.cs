namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A taint that a pod bears.</summary>
public sealed record Toleration : ObjectPart
{
    public string? Key { get; init; }

    public string? Operator { get; init; }

    public string? Value { get; init; }

    public string? Effect { get; init; }

    public long? TolerationSeconds { get; init; }
}
