namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>Verbs that a Role allows on some resources.</summary>
public sealed record PolicyRule : ObjectPart
{
    public IReadOnlyList<string>? ApiGroups { get; init; }

    public IReadOnlyList<string>? Resources { get; init; }

    public IReadOnlyList<string>? ResourceNames { get; init; }

    public IReadOnlyList<string>? Verbs { get; init; }
}
