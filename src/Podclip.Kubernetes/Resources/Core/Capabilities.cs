namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Linux capabilities added and dropped.</summary>
public sealed record Capabilities : ObjectPart
{
    public IReadOnlyList<string>? Add { get; init; }

    public IReadOnlyList<string>? Drop { get; init; }
}
