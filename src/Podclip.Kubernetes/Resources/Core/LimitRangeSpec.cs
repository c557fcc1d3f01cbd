namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The limits of a LimitRange.</summary>
public sealed record LimitRangeSpec : ObjectPart
{
    public IReadOnlyList<LimitRangeItem>? Limits { get; init; }
}
