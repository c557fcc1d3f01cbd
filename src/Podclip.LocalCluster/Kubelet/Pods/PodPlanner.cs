using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Sandbox;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Kubelet.Variables;
using Podclip.LocalCluster.Kubelet.Volumes;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Makes of a pod what its supervisor runs.</summary>
/// <param name="sandboxes">Makes the command lines.</param>
/// <param name="cluster">Who runs the cluster.</param>
internal sealed class PodPlanner(SandboxBuilder sandboxes, OnDiskIdentity cluster)
{
    private const int HostnameLimit = 63;
    private const long DefaultGraceSeconds = 30;
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>What the pod runs.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="onDisk">Who it is on disk.</param>
    /// <param name="images">Its images by the names it uses.</param>
    /// <param name="volumes">Its volumes by name.</param>
    /// <param name="sources">Where values come from.</param>
    /// <param name="directory">Its directory.</param>
    /// <exception cref="PodPlanException">A container's settings are wrong, or refer to something missing.</exception>
    public SupervisorSpec Plan(
        Pod pod,
        OnDiskIdentity onDisk,
        IReadOnlyDictionary<string, ImageEntry> images,
        IReadOnlyDictionary<string, PreparedVolume> volumes,
        VariableSources sources,
        PodDirectory directory)
    {
        var policy = Enum.TryParse<RestartPolicy>(pod.Spec?.RestartPolicy ?? nameof(RestartPolicy.Always), out var parsed) ? parsed : RestartPolicy.Always;
        var grace = TimeSpan.FromSeconds(pod.Spec?.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);
        return new SupervisorSpec(policy, grace, [.. (pod.Spec?.InitContainers ?? []).Select(Plan)], [.. (pod.Spec?.Containers ?? []).Select(Plan)]);

        ContainerSpec Plan(Container container)
        {
            try
            {
                return PlanContainer(pod, container, onDisk, images[container.Image ?? ""], volumes, sources, directory);
            }
            catch (ContainerConfigException e)
            {
                throw new PodPlanException(container.Name ?? "", "CreateContainerConfigError", e.Message);
            }
            catch (SandboxException e)
            {
                throw new PodPlanException(container.Name ?? "", "CreateContainerError", e.Message);
            }
        }
    }

    private ContainerSpec PlanContainer(
        Pod pod,
        Container container,
        OnDiskIdentity onDisk,
        ImageEntry image,
        IReadOnlyDictionary<string, PreparedVolume> volumes,
        VariableSources sources,
        PodDirectory directory)
    {
        var identity = PodIdentity.Of(pod, container, image, onDisk, cluster.IsRoot);
        var variables = ContainerVariables.Resolve(pod, container, sources, PodStatusBuilder.PodIP);
        var hostname = Hostname(pod);
        var command = sandboxes.Build(new SandboxRequest
        {
            Identity = identity,
            Hostname = hostname,
            WorkingDirectory = Path.GetFullPath(NotEmpty(container.WorkingDir) ?? NotEmpty(image.WorkingDir) ?? "/", "/"),
            Environment = [.. EnvironmentOf(image, identity, hostname, variables)],
            Mounts = [.. Mounts(container, image, volumes, onDisk, directory)],
            IsRootReadOnly = container.SecurityContext?.ReadOnlyRootFilesystem == true,
        });
        return new ContainerSpec
        {
            Name = container.Name ?? "",
            IsSidecar = container.RestartPolicy == nameof(RestartPolicy.Always),
            Launcher = command.Launcher,
            SandboxOptions = command.Options,
            Command = CommandOf(container, variables),
            StageDirectory = command.StageDirectory,
            StagedSources = command.StagedSources,
            MemoryLimitBytes = Quantity.TryParse(container.Resources?.Limits?.GetValueOrDefault("memory"), out var limit) && limit < long.MaxValue ? (long)limit : 0,
        };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Hostname(Pod pod)
    {
        var name = NotEmpty(pod.Spec?.Hostname) ?? pod.Metadata.Name ?? "";
        return name.Length <= HostnameLimit ? name : name[..HostnameLimit].TrimEnd('-', '.');
    }

    private static List<string> CommandOf(Container container, IReadOnlyDictionary<string, string> variables)
    {
        List<string> command = [.. (container.Command ?? []).Concat(container.Args ?? []).Select(text => VariableExpansion.Expand(text, variables))];
        if (command.Count == 0)
        {
            throw new SandboxException($"failed to generate container \"{container.Name}\" spec: failed to generate spec: no command specified");
        }

        return command.Exists(text => text.Contains('\0')) ? throw new SandboxException("the command contains a zero byte") : command;
    }

    private static OrderedDictionary<string, string> EnvironmentOf(
        ImageEntry image,
        SandboxIdentity identity,
        string hostname,
        IReadOnlyDictionary<string, string> variables)
    {
        var environment = new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = DefaultPath,
            ["HOME"] = identity.User == 0 ? "/root" : "/",
            ["HOSTNAME"] = hostname,
        };
        foreach (var (name, value) in image.Env)
        {
            environment[name] = value;
        }

        environment["PATH"] = string.Join(':', image.Path.Select(path => Path.GetFullPath(path, image.MountPath)).Append(environment["PATH"]));
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }

    private IEnumerable<SandboxMount> Mounts(
        Container container,
        ImageEntry image,
        IReadOnlyDictionary<string, PreparedVolume> volumes,
        OnDiskIdentity onDisk,
        PodDirectory directory)
    {
        var mounts = new List<SandboxMount>();
        if (image.Root is { } root)
        {
            mounts.Add(new SandboxMount(root, image.MountPath, IsReadOnly: true));
        }

        mounts.AddRange(MountPlan.Of(container, volumes, cluster.IsRoot ? onDisk : null));
        mounts.Add(new SandboxMount(directory.TerminationMessage(container.Name ?? ""), NotEmpty(container.TerminationMessagePath) ?? "/dev/termination-log", IsReadOnly: false));
        return mounts.OrderBy(mount => mount.Target.Count(c => c == '/'));
    }
}
