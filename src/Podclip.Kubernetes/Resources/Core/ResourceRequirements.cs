namespace Podclip.Kubernetes.Resources.Core;

/// <summary>What a container asks for and may use, as quantities by resource name.</summary>
public sealed record ResourceRequirements : ObjectPart
{
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    public IReadOnlyDictionary<string, string>? Limits { get; init; }
}
