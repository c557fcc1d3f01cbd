namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The limits of one type: <c>Container</c>, <c>Pod</c> or <c>PersistentVolumeClaim</c>.</summary>
public sealed record LimitRangeItem : ObjectPart
{
    public string? Type { get; init; }

    public IReadOnlyDictionary<string, string>? Max { get; init; }

    public IReadOnlyDictionary<string, string>? Min { get; init; }

    public IReadOnlyDictionary<string, string>? Default { get; init; }

    public IReadOnlyDictionary<string, string>? DefaultRequest { get; init; }
}
