namespace Podclip.Engine.HostPods;

/// <summary>
/// The pod that a host such as Paperclip runs in: what its agents' pods take over, so that an operator who set up the one need not set up
/// the others. Pure; <see cref="HostPodReader"/> asks the cluster.
/// </summary>
public sealed record HostPod
{
    /// <summary>The container that is the host when a pod has several.</summary>
    private const string HostContainer = "paperclip";

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The host's image.</summary>
    public required string Image { get; init; }

    /// <summary>The Secrets it is pulled with.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>DNS settings, or null.</summary>
    public PodDnsConfig? DnsConfig { get; init; }

    /// <summary>Labels its node has.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Taints it bears, less those that Kubernetes adds to every pod.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>The claims its container sees, by the path where it does.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The Secrets its container sees as files.</summary>
    public IReadOnlyList<PodMount.Secret> Secrets { get; init; } = [];

    /// <summary>Variables stated in its spec.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables it takes from elsewhere.</summary>
    public IReadOnlyList<EnvVar> References { get; init; } = [];

    /// <summary>Whole Secrets and ConfigMaps it takes as variables.</summary>
    public IReadOnlyList<EnvFromSource> VariablesFrom { get; init; } = [];

    /// <summary>The claim mounted at the folder or nearest above it.</summary>
    /// <param name="folder">A folder of the container.</param>
    /// <returns>The claim and where it is mounted, or null.</returns>
    public (string Claim, string Path)? ClaimOf(string folder) => Claims
        .Where(claim => folder == claim.Key || folder.StartsWith(claim.Key.TrimEnd('/') + "/", StringComparison.Ordinal))
        .OrderByDescending(claim => claim.Key.Length)
        .Select(claim => ((string, string)?)(claim.Value, claim.Key))
        .FirstOrDefault();

    /// <summary>Reads a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>What is taken over.</returns>
    /// <exception cref="HostPodException">It has no container with an image.</exception>
    public static HostPod Of(Pod pod)
    {
        var name = pod.Metadata.Name ?? "";
        var spec = pod.Spec ?? throw new HostPodException($"Pod {name} has no spec.");
        var container = spec.Containers?.FirstOrDefault(candidate => candidate.Name == HostContainer) ?? (spec.Containers is [var first, ..] ? first : null);
        if (container?.Image is not { Length: > 0 } image)
        {
            throw new HostPodException($"Pod {name} has no container with an image.");
        }

        var volumes = (spec.Volumes ?? []).Where(volume => volume.Name is not null).ToDictionary(volume => volume.Name!, StringComparer.Ordinal);
        var mounts = (container.VolumeMounts ?? []).Where(mount => mount is { Name: not null, MountPath: not null, SubPath: null or "" } && volumes.ContainsKey(mount.Name)).ToList();
        var variables = container.Env ?? [];
        return new HostPod
        {
            Name = name,
            Namespace = pod.Metadata.Namespace ?? "",
            Image = image,
            ImagePullSecrets = [.. (spec.ImagePullSecrets ?? []).Select(secret => secret.Name).OfType<string>().Where(secret => secret.Trim().Length > 0)],
            DnsConfig = spec.DnsConfig,
            NodeSelector = spec.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Tolerations = [.. (spec.Tolerations ?? []).Where(toleration => toleration.Key?.StartsWith("node.kubernetes.io/", StringComparison.Ordinal) != true)],
            Claims = mounts
                .Where(mount => volumes[mount.Name!].PersistentVolumeClaim?.ClaimName is not null)
                .DistinctBy(mount => mount.MountPath, StringComparer.Ordinal)
                .ToDictionary(mount => mount.MountPath!, mount => volumes[mount.Name!].PersistentVolumeClaim!.ClaimName!, StringComparer.Ordinal),
            Secrets =
            [
                .. mounts
                    .Where(mount => volumes[mount.Name!].Secret?.SecretName is not null)
                    .Select(mount => new PodMount.Secret(volumes[mount.Name!].Secret!.SecretName!, volumes[mount.Name!].Secret!.DefaultMode) { Path = mount.MountPath! }),
            ],
            Variables = variables.Where(variable => variable is { Name: not null, ValueFrom: null }).DistinctBy(variable => variable.Name, StringComparer.Ordinal)
                .ToDictionary(variable => variable.Name!, variable => variable.Value ?? "", StringComparer.Ordinal),
            References = [.. variables.Where(variable => variable.ValueFrom is not null)],
            VariablesFrom = container.EnvFrom ?? [],
        };
    }
}
