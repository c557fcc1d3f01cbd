namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>A container as its sandbox needs to know it: everything resolved, nothing left to look up.</summary>
internal sealed record SandboxRequest
{
    /// <summary>Who it is.</summary>
    public required SandboxIdentity Identity { get; init; }

    /// <summary>Its host name.</summary>
    public required string Hostname { get; init; }

    /// <summary>The directory it starts in; made when it is missing.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>What it sees beside the system's own folders, parents before children.</summary>
    public required IReadOnlyList<SandboxMount> Mounts { get; init; }

    /// <summary>Whether it may write only to volumes.</summary>
    public bool IsRootReadOnly { get; init; }
}
