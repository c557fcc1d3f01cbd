namespace Podclip.LocalCluster.Storage;

/// <summary>How the store keeps its objects and their history.</summary>
internal sealed record StoreOptions
{
    /// <summary>Where objects are written; null keeps them in memory only.</summary>
    public string? Directory { get; init; }

    /// <summary>How many changes of a kind a watch can go back.</summary>
    public int HistoryLimit { get; init; } = 10_000;

    /// <summary>How much a kind's history may weigh, in bytes of JSON, so that large Secrets do not pile up.</summary>
    public long HistoryBytes { get; init; } = 4 << 20;

    /// <summary>The log is rewritten when it is this many bytes longer than what it would shrink to.</summary>
    public long CompactionBytes { get; init; } = 8 << 20;

    /// <summary>The clock of creation times.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
