namespace Podclip.Cli.Embedded;

/// <summary>The process that serves the embedded cluster, as it wrote itself down.</summary>
internal sealed record ClusterProcess
{
    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>When it started, in the kernel's ticks since boot: tells it from a later process with the same id.</summary>
    public required long StartTicks { get; init; }

    /// <summary>The API server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>The kubeconfig with full rights.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>When it was ready.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>The build of the program that it runs.</summary>
    public required string Build { get; init; }

    /// <summary>Where it writes what it has to say; null when it runs in somebody's terminal.</summary>
    public string? Log { get; init; }
}
