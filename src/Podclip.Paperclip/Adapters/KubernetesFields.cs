using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters;

/// <summary>The fields that say where and how an agent's pod runs; the same for all adapters.</summary>
internal static class KubernetesFields
{
    private const string Group = "Kubernetes";

    /// <summary>The fields.</summary>
    /// <param name="reattaches">Whether orphaned Jobs are gone on with by default.</param>
    public static IReadOnlyList<ConfigFieldSchema> All(bool reattaches) =>
    [
        .. Fields(reattaches).Select(field => field.In(Group)),
    ];

    private static IEnumerable<ConfigFieldSchema> Fields(bool reattaches) =>
    [
        Field.Text("namespace", "Namespace", "Where the Jobs run. By default the namespace of Paperclip's own pod."),
        Field.Text("image", "Container Image", "The agent's image. By default the image of Paperclip's own pod."),
        Field.Choice(
            "imagePullPolicy", "Image Pull Policy", "When the image is pulled.", "IfNotPresent", ("IfNotPresent", "IfNotPresent"), ("Always", "Always"), ("Never", "Never")),
        Field.Text("serviceAccountName", "Service Account", "The pods' service account. By default the namespace's default."),
        Field.Switch("mountServiceAccountToken", "Mount Service Account Token", "Gives the agent the service account's token, and with it all that the account may do."),
        Field.Text("kubeconfig", "Kubeconfig Path", "Absolute path of a kubeconfig on Paperclip's machine. By default the cluster that Paperclip runs in, else the embedded one."),
        Field.Text("workspaceVolumeClaim", "Workspace Volume Claim", "The claim that holds the workspaces. By default the one that Paperclip's own pod mounts; must be named when Paperclip runs outside the cluster."),
        Field.Text("workspaceMountPath", "Workspace Mount Path", "Where that claim is mounted.", "/paperclip"),
        Field.Text("paperclipApiUrl", "Paperclip API URL", "Where Paperclip's API answers a pod. Found out by default."),
        Field.Text("resources.requests.cpu", "CPU Request", "A quantity such as 500m. 1000m by default."),
        Field.Text("resources.requests.memory", "Memory Request", "A quantity such as 2Gi, the default."),
        Field.Text("resources.limits.cpu", "CPU Limit", "A quantity such as 4, the default."),
        Field.Text("resources.limits.memory", "Memory Limit", "A quantity such as 8Gi, the default."),
        Field.Lines("nodeSelector", "Node Selector", "key=value, one a line, or JSON. By default that of Paperclip's own pod; {} for none."),
        Field.Lines("tolerations", "Tolerations", "A JSON array, or key=value:Effect, one a line. By default those of Paperclip's own pod; [] for none."),
        Field.Lines("labels", "Labels", "Further labels of Job and pod: key=value, one a line, or JSON."),
        Field.Lines("inheritEnv", "Inherited Variables", "Names of further variables to take from Paperclip's environment, one a line; 'all' takes everything that Paperclip's pod states, its Secrets included."),
        Field.Switch("inheritSecretVolumes", "Inherit Secret Volumes", "Mounts the Secrets that Paperclip's own pod mounts, at the same paths."),
        Field.Number("queueTimeoutSec", "Queue Timeout", "Seconds that a run waits while another one of the same agent goes on; 0 to fail at once.", 3600),
        Field.Switch("reattachOrphanedJobs", "Reattach to Orphaned Jobs", "Goes on with a Job that an earlier Paperclip server left running for the same task, instead of waiting for its end.", reattaches),
        Field.Number("ttlSecondsAfterFinished", "TTL Seconds After Finished", "How long Kubernetes keeps a finished Job that nobody deleted; an hour at least. 0 means the default.", 300),
        Field.Switch("retainJobs", "Retain Jobs", "Leaves finished Jobs in the cluster for debugging, without their Secrets."),
        Field.Switch("probeEnvironment", "Probe Environment", "Lets the environment test start a pod for a moment, which looks for the agent's program in the image and calls Paperclip's API."),
    ];
}
