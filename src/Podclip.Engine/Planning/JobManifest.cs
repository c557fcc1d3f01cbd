using Podclip.Agents;

namespace Podclip.Engine.Planning;

/// <summary>The Job of a run: suspended, with a pod that Pod Security "restricted" admits (a workspace on the node excepted).</summary>
internal static class JobManifest
{
    /// <summary>The container the agent runs in.</summary>
    public const string ContainerName = "agent";

    // The API server's clocks are for a dead engine: a living one stops its run itself, earlier, and keeps the evidence.
    private static readonly TimeSpan UnattendedMargin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LongestUnattended = TimeSpan.FromHours(24);
    private const int ShortestTtl = 3600;
    private const int AgentUser = 1000;

    public static Job Build(
        RunRequest request,
        RunIdentity identity,
        AgentLaunch launch,
        ObjectMeta metadata,
        IReadOnlyList<EnvVar> variables,
        PodVolumes volumes) => new()
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = metadata with { Name = request.JobName ?? ObjectNames.Job(request.Agent.Name, request.AgentName, identity.RunId) },
            Spec = new JobSpec
            {
                Suspend = true,
                BackoffLimit = 0,
                ActiveDeadlineSeconds = (long)Math.Ceiling(Deadline(request).TotalSeconds),
                TtlSecondsAfterFinished = (int)Math.Ceiling(Math.Max(request.Pod.TimeToLive.TotalSeconds, ShortestTtl)),
                Template = new PodTemplateSpec
                {
                    Metadata = metadata,
                    Spec = new PodSpec
                    {
                        RestartPolicy = "Never",
                        TerminationGracePeriodSeconds = (long)Math.Ceiling(request.Grace.TotalSeconds),
                        ServiceAccountName = request.ServiceAccountName,
                        AutomountServiceAccountToken = request.Pod.MountServiceAccountToken,
                        ImagePullSecrets = NullIfEmpty(request.Pod.ImagePullSecrets.Select(name => new LocalObjectReference { Name = name })),
                        DnsConfig = request.Pod.DnsConfig,
                        NodeSelector = request.Pod.NodeSelector.Count > 0 ? request.Pod.NodeSelector : null,
                        Tolerations = NullIfEmpty(request.Pod.Tolerations),
                        EnableServiceLinks = false,
                        SecurityContext = new PodSecurityContext
                        {
                            RunAsNonRoot = true,
                            RunAsUser = AgentUser,
                            RunAsGroup = AgentUser,
                            FsGroup = AgentUser,
                            FsGroupChangePolicy = "OnRootMismatch",
                            SeccompProfile = new SeccompProfile { Type = "RuntimeDefault" },
                        },
                        Containers = [Container(request, identity, launch, variables, volumes)],
                        Volumes = volumes.Volumes,
                    },
                },
            },
        };

    private static TimeSpan Deadline(RunRequest request) => request.Timeout is { } timeout
        ? timeout + request.StartTimeout + request.Grace + UnattendedMargin
        : LongestUnattended;

    private static Container Container(
        RunRequest request,
        RunIdentity identity,
        AgentLaunch launch,
        IReadOnlyList<EnvVar> variables,
        PodVolumes volumes) => new()
        {
            Name = ContainerName,
            Image = request.Image ?? request.Agent.DefaultImage,
            ImagePullPolicy = request.Pod.ImagePullPolicy,
            Command =
            [
                .. new[] { "sh", "-c", EntryScript.Text, "podclip", EntryScript.Marker(identity.Nonce) }
                    .Concat(launch.Arguments)
                    .Select(EscapeDollars),
            ],
            WorkingDir = volumes.WorkingDirectory,
            Env = variables,
            EnvFrom = NullIfEmpty(request.Pod.VariablesFrom),
            Resources = new ResourceRequirements { Requests = Sorted(request.Pod.Requests), Limits = Sorted(request.Pod.Limits) },
            VolumeMounts = volumes.Mounts,
            SecurityContext = new SecurityContext
            {
                AllowPrivilegeEscalation = false,
                ReadOnlyRootFilesystem = launch.SupportsReadOnlyRoot,
                RunAsNonRoot = true,
                Capabilities = new Capabilities { Drop = ["ALL"] },
            },
        };

    /// <summary>Kubernetes expands $(NAME) and $$ in command, args and literal variables; a doubled dollar arrives as one.</summary>
    public static string EscapeDollars(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private static SortedDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string> amounts) =>
        amounts.Count > 0 ? new SortedDictionary<string, string>(amounts.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) : null;

    private static List<T>? NullIfEmpty<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } list ? list : null;
}
