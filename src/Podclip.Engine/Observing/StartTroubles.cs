using Podclip.Engine.Settling;

namespace Podclip.Engine.Observing;

/// <summary>Reads from a pod's status and the cluster's events what keeps a container from starting.</summary>
internal static class StartTroubles
{
    /// <summary>For what somebody may be about to mend: an object that is created a moment after the pod that needs it.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(20);

    /// <summary>The trouble of now, or null when there is none to speak of.</summary>
    /// <param name="pod">The pod, or null when there is none yet.</param>
    /// <param name="job">The Job.</param>
    /// <param name="events">What the cluster told.</param>
    public static StartTrouble? Find(Pod? pod, string job, StartEvents events) =>
        pod is null ? OfNoPod(job, events) : OfContainer(pod) ?? OfScheduling(pod) ?? OfMount(pod, events);

    private static StartTrouble? OfNoPod(string job, StartEvents events)
    {
        if (events.PodRefused is not { } words)
        {
            return null;
        }

        var message = $"The cluster refuses the pod of Job {job}: {words}";
        bool Says(string text) => words.Contains(text, StringComparison.Ordinal);
        return words switch
        {
            _ when Says("exceeded quota") || Says("failed quota") => new StartTrouble(
                ErrorCodes.QuotaExceeded, message, "Wait for other runs to end, or raise the namespace's ResourceQuota.", Says("failed quota") ? TimeSpan.Zero : null),
            _ when Says("violates PodSecurity") => new StartTrouble(
                ErrorCodes.PodSecurityRefused, message, "Run in a namespace that admits the pod, or without what it names: a --workspace needs more than \"restricted\".", TimeSpan.Zero),
            _ when Says("error looking up service account") => new StartTrouble(
                ErrorCodes.ServiceAccountMissing, message, "Create the service account, or name another with --service-account.", Short),
            _ when Says("usage per Container") || Says("usage per Pod") || Says("limit to request ratio") || Says("LimitRange") => new StartTrouble(
                ErrorCodes.LimitRangeRefused, message, "Ask for what the namespace's LimitRange allows, with --cpu and --memory.", TimeSpan.Zero),
            _ => new StartTrouble(ErrorCodes.PodCreateFailed, message, "Mend what the cluster names.", Short),
        };
    }

    private static StartTrouble? OfContainer(Pod pod)
    {
        var container = PodPhases.Agent(pod);
        var waiting = container?.State?.Waiting;
        var name = pod.Metadata.Name;
        return waiting?.Reason switch
        {
            "ImagePullBackOff" or "ErrImageNeverPull" or "InvalidImageName" => new StartTrouble(
                ErrorCodes.ImagePullFailed,
                $"Image {container?.Image ?? pod.Spec?.Containers?[0].Image} of pod {name} cannot be had ({waiting.Reason}): {waiting.Message}",
                "Check the image's name and that the cluster may pull it.",
                TimeSpan.Zero),
            "CreateContainerConfigError" => new StartTrouble(
                ErrorCodes.ContainerConfigFailed,
                $"The container of pod {name} cannot be configured ({waiting.Reason}): {waiting.Message}",
                "Create the Secret or ConfigMap it names, in the run's namespace.",
                Short),
            "CreateContainerError" or "RunContainerError" or "CrashLoopBackOff" => new StartTrouble(
                ErrorCodes.ContainerStartFailed,
                $"The container of pod {name} cannot be started ({waiting.Reason}): {waiting.Message}",
                "Check the image.",
                Short),
            _ => null,
        };
    }

    private static StartTrouble? OfScheduling(Pod pod)
    {
        if (pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" }) is not { } condition)
        {
            return null;
        }

        var message = $"Pod {pod.Metadata.Name} has no node ({condition.Reason}): {condition.Message}";
        return condition.Message?.Contains("persistentvolumeclaim", StringComparison.Ordinal) == true && condition.Message.Contains("not found", StringComparison.Ordinal)
            ? new StartTrouble(ErrorCodes.ClaimMissing, message, "Create the claim in the run's namespace, or name another.", Short)
            : new StartTrouble(ErrorCodes.PodScheduleFailed, message, "Ask for less with --cpu and --memory, make room on the nodes, or give it more time with --start-timeout.", null);
    }

    private static StartTrouble? OfMount(Pod pod, StartEvents events) => events.MountFailed is { } words
        ? new StartTrouble(
            ErrorCodes.VolumeMountFailed,
            $"A volume of pod {pod.Metadata.Name} cannot be mounted: {words}",
            "Create what it names in the run's namespace, or leave that volume out.",
            Short)
        : null;
}
