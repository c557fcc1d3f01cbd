namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>One expression of a label selector.</summary>
public sealed record LabelSelectorRequirement : ObjectPart
{
    public string? Key { get; init; }

    public string? Operator { get; init; }

    public IReadOnlyList<string>? Values { get; init; }
}
