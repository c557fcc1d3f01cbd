namespace Podclip.Cli.Rendering;

/// <summary>What <c>podclip cluster status</c> tells.</summary>
internal sealed record ClusterStatus
{
    /// <summary>Whether the embedded cluster runs.</summary>
    public required bool Running { get; init; }

    /// <summary>Where it keeps everything.</summary>
    public required string Folder { get; init; }

    /// <summary>The API server's address.</summary>
    public Uri? Server { get; init; }

    /// <summary>The process that serves it.</summary>
    public int? Pid { get; init; }

    /// <summary>The kubeconfig with full rights.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>When it was ready.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>Its log, if it runs in the background.</summary>
    public string? Log { get; init; }

    /// <summary>The pods.</summary>
    public IReadOnlyList<PodRow> Pods { get; init; } = [];

    /// <summary>The registered images.</summary>
    public required IReadOnlyList<ImageRow> Images { get; init; }
}
