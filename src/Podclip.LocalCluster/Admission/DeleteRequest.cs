namespace Podclip.LocalCluster.Admission;

/// <summary>How an object is to be deleted.</summary>
internal sealed record DeleteRequest
{
    /// <summary>What happens to its dependents; null takes the kind's default.</summary>
    public DeletePropagation? Propagation { get; init; }

    /// <summary>How long it may take to end; null takes the object's own.</summary>
    public long? GraceSeconds { get; init; }

    /// <summary>Only the object with this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>Only this version of it.</summary>
    public string? Version { get; init; }

    /// <summary>Nothing is deleted.</summary>
    public bool IsDryRun { get; init; }
}
