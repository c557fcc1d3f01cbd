namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>Selects objects by their labels.</summary>
public sealed record LabelSelector : ObjectPart
{
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }
}
