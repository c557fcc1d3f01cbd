namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Who reported an event.</summary>
public sealed record EventSource : ObjectPart
{
    public string? Component { get; init; }

    public string? Host { get; init; }
}
