namespace Podclip.Engine.Observing;

/// <summary>Reads a pod's status as a run's phase and in words.</summary>
internal static class PodPhases
{
    /// <summary>The agent's container, once the kubelet speaks of it.</summary>
    public static ContainerStatus? Agent(Pod pod) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == Planning.JobManifest.ContainerName);

    /// <summary>Whether the agent's container runs or has run.</summary>
    public static bool HasStarted(Pod pod) => Agent(pod)?.State is { } state && (state.Running is not null || state.Terminated is not null);

    /// <summary>Whether the pod is over: its container ended, or it never got so far.</summary>
    public static bool HasEnded(Pod pod) => Agent(pod)?.State?.Terminated is not null || pod.Status?.Phase is "Succeeded" or "Failed";

    /// <summary>The init container that failed, or null.</summary>
    public static ContainerStatus? FailedInit(Pod pod) =>
        pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.State?.Terminated is { ExitCode: not 0 });

    /// <summary>The phase, and what it waits for.</summary>
    public static (RunPhase Phase, string Detail) Describe(Pod pod)
    {
        var name = $"pod {pod.Metadata.Name}";
        if (HasEnded(pod))
        {
            return (RunPhase.Settling, name);
        }

        if (HasStarted(pod))
        {
            return (RunPhase.Running, name);
        }

        var scheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        if (scheduled?.Status != "True")
        {
            return (RunPhase.Scheduling, scheduled?.Message is { Length: > 0 } message ? $"{name}: {message}" : name);
        }

        var waiting = Agent(pod)?.State?.Waiting;
        return (RunPhase.Starting, waiting switch
        {
            null or { Reason: null or "ContainerCreating" or "PodInitializing" } => $"{name} on {pod.Spec?.NodeName}: volumes and image",
            _ => $"{name} on {pod.Spec?.NodeName}: {waiting.Reason}{(waiting.Message is null ? "" : $": {waiting.Message}")}",
        });
    }
}
