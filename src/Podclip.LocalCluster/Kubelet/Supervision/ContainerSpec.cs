namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>How one container is started.</summary>
internal sealed record ContainerSpec
{
    /// <summary>Its name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is an init container that keeps running beside the others.</summary>
    public bool IsSidecar { get; init; }

    /// <summary>The programs in front of the container's own and their arguments: <c>setpriv … bwrap</c>, or <c>bwrap</c> alone. Nothing secret.</summary>
    public required IReadOnlyList<string> Launcher { get; init; }

    /// <summary>Bubblewrap's options; handed over by descriptor, so that the environment in them stands on no command line.</summary>
    public required IReadOnlyList<string> SandboxOptions { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>A directory that the sandbox's user can reach, to show it folders whose parents it cannot; null when it reaches all.</summary>
    public string? StageDirectory { get; init; }

    /// <summary>What to show there, by the number that is its name.</summary>
    public IReadOnlyList<string> StagedSources { get; init; } = [];

    /// <summary>The memory it may use in bytes; 0 for no limit.</summary>
    public long MemoryLimitBytes { get; init; }
}
