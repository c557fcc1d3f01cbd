using Podclip.Engine;
using Podclip.Engine.HostPods;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Paperclip.Configuration;

namespace Podclip.Paperclip.Placement;

/// <summary>
/// Decides where an agent's pod runs: the configuration first, then what Paperclip's own pod has, then defaults. Pure.
/// <list type="bullet">
/// <item><description>Paperclip in a pod: its image, pull secrets, DNS, node and volume claim.</description></item>
/// <item><description>The embedded cluster: Paperclip's folders of this machine, at their own paths.</description></item>
/// <item><description>Any other cluster: a volume claim must be named, for nothing of this machine can be seen there.</description></item>
/// </list>
/// </summary>
public static class PodPlacement
{
    /// <summary>Places a pod.</summary>
    /// <param name="settings">The agent's configuration.</param>
    /// <param name="facts">What is known of host and cluster.</param>
    /// <returns>The place.</returns>
    /// <exception cref="AdapterConfigException">There is no such place; the message says what to configure.</exception>
    public static PodPlace Decide(AdapterSettings settings, PlacementFacts facts)
    {
        var cwd = facts.WorkspaceCwd ?? settings.Cwd;
        var (mounts, root) = Volumes(settings, facts, cwd);
        var directory = cwd ?? root;
        if (!mounts.Exists(mount => Contains(mount.Path, directory)))
        {
            throw new AdapterConfigException(
                $"The working directory {directory} is on no volume of the agent's pod ({string.Join(", ", mounts.Select(mount => mount.Path))}): what the agent writes there would be lost. "
                + "Move the project's workspace below one of them, or set workspaceVolumeClaim and workspaceMountPath to the claim that holds it.");
        }

        var host = facts.HostPod;
        return new PodPlace
        {
            Namespace = settings.Namespace ?? host?.Namespace ?? facts.DefaultNamespace,
            Image = settings.Image ?? host?.Image,
            Home = new HomeVolume.Folder(root),
            SharedFolder = facts.IsEmbedded || host is not null && settings.WorkspaceVolumeClaim is null ? root : null,
            Pod = new PodOptions
            {
                ImagePullPolicy = settings.ImagePullPolicy,
                ImagePullSecrets = host?.ImagePullSecrets ?? [],
                DnsConfig = host?.DnsConfig,
                NodeSelector = settings.NodeSelector ?? host?.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Tolerations = settings.Tolerations ?? host?.Tolerations ?? [],
                Requests = settings.Requests,
                Limits = settings.Limits,
                MountServiceAccountToken = settings.MountServiceAccountToken,
                Variables = settings.InheritEnv is InheritedEnv.All ? References(host) : [],
                VariablesFrom = settings.InheritEnv is InheritedEnv.All ? host?.VariablesFrom ?? [] : [],
                Mounts = settings.InheritSecretVolumes ? [.. mounts, .. host?.Secrets ?? []] : mounts,
                WorkingDirectory = directory,
                TimeToLive = settings.TimeToLive,
            },
        };
    }

    private static (List<PodMount> Mounts, string Root) Volumes(AdapterSettings settings, PlacementFacts facts, string? cwd)
    {
        if (settings.WorkspaceVolumeClaim is { } claim)
        {
            return ([new PodMount.Claim(claim) { Path = settings.WorkspaceMountPath }], settings.WorkspaceMountPath);
        }

        if (facts.HostPod is { } host)
        {
            return (host.ClaimOf(AdapterSettingsReader.DefaultMountPath) ?? host.ClaimOf(facts.PaperclipHome)) is { } own
                ? ([new PodMount.Claim(own.Claim) { Path = own.Path }], own.Path)
                : throw new AdapterConfigException(
                    $"Paperclip's pod {host.Name} mounts no volume claim at {AdapterSettingsReader.DefaultMountPath} or {facts.PaperclipHome}, so its agents would share no files with it. "
                    + "Mount one there, or set workspaceVolumeClaim and workspaceMountPath.");
        }

        if (!facts.IsEmbedded)
        {
            throw new AdapterConfigException(
                "Paperclip does not run in a pod of this cluster, so its files cannot be seen there. Set workspaceVolumeClaim to a claim of the cluster for the agent's workspace "
                + "(and workspaceMountPath to where it is mounted, /paperclip by default).");
        }

        List<PodMount> mounts = [new PodMount.Node { Path = facts.PaperclipHome }];
        if (cwd is not null && !Contains(facts.PaperclipHome, cwd))
        {
            mounts.Add(new PodMount.Node { Path = cwd });
        }

        return (mounts, facts.PaperclipHome);
    }

    // The pod's own name, address and the like are not ours.
    private static List<EnvVar> References(HostPod? host) => [.. (host?.References ?? []).Where(variable => variable.ValueFrom?.FieldRef is null && variable.ValueFrom?.ResourceFieldRef is null)];

    private static bool Contains(string folder, string path) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
