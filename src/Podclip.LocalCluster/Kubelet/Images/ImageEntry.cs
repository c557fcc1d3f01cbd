using System.Collections.ObjectModel;

namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>An image of the embedded cluster: a folder of this machine that is added, read-only, to the machine's own programs.</summary>
public sealed record ImageEntry
{
    /// <summary>Where an image's folder appears in a container unless the entry says otherwise.</summary>
    public const string DefaultMountPath = "/opt/podclip/image";

    /// <summary>The name that pods use. Without a tag it stands for every tag.</summary>
    public required string Name { get; init; }

    /// <summary>The folder; null for an image that adds only settings.</summary>
    public string? Root { get; init; }

    /// <summary>Where the folder appears in a container.</summary>
    public string MountPath { get => field ?? DefaultMountPath; init; }

    /// <summary>Put in front of PATH, in order: absolute as a container sees them, or relative to <see cref="MountPath"/> (<c>.</c> for itself).</summary>
    public IReadOnlyList<string> Path { get => field ?? []; init; }

    /// <summary>Environment that a pod's own settings override.</summary>
    public IReadOnlyDictionary<string, string> Env { get => field ?? ReadOnlyDictionary<string, string>.Empty; init; }

    /// <summary>The user, or user and group as <c>1000:1000</c>, for pods that name none. Numbers only.</summary>
    public string? User { get; init; }

    /// <summary>The directory to start in for containers that name none.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>What the registry answers to every pull, which fails then; for trying out what a missing image does.</summary>
    public string? PullError { get; init; }

    /// <summary>How long the first pull takes, in seconds; for trying out what a slow registry does.</summary>
    public double PullSeconds { get; init; }
}
