using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>Can the claim of HOME be used: is it bound, may it be written, does another pod keep it from ours?</summary>
internal sealed class ClaimCheck : ICheck
{
    private const string OnePod = "ReadWriteOncePod";

    public string Subject => "HOME claim";

    public bool IsInsideNamespace => true;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        if (context.Plan.HomeClaim?.Metadata.Name is not { } name)
        {
            return [];
        }

        try
        {
            var claim = await context.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, context.Namespace, name, cancellationToken);
            return [claim is null ? New(context, name) : await JudgeAsync(context, name, claim, cancellationToken)];
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return [];
        }
    }

    private static Finding New(PreflightContext context, string name) =>
        Found(context, name, FindingCodes.ClaimNew, FindingLevel.Info, "The claim of HOME does not exist yet; the first run makes it.");

    private static async Task<Finding> JudgeAsync(PreflightContext context, string name, PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> modes = claim.Status?.AccessModes ?? claim.Spec?.AccessModes ?? [];
        if (claim.Metadata.DeletionTimestamp is not null)
        {
            return Broken(context, name, FindingCodes.ClaimTerminating, $"Claim {name} is being deleted and goes when its last pod has ended.", "Wait until it is gone: the next run makes it anew. Or name another one with --home.");
        }

        if (claim.Status?.Phase == "Lost")
        {
            return Broken(
                context,
                name,
                FindingCodes.ClaimLost,
                $"Claim {name} has lost its volume{(claim.Spec?.VolumeName is { Length: > 0 } volume ? $" {volume}" : "")}, and the sessions with it.",
                $"kubectl delete persistentvolumeclaim {name} -n {context.Namespace}; the next run makes it anew. Or name another one with --home.");
        }

        if (modes.Count > 0 && modes.All(mode => mode == "ReadOnlyMany"))
        {
            return Broken(context, name, FindingCodes.ClaimReadOnly, $"Claim {name} can only be read (ReadOnlyMany), but the agent writes its sessions there.", "Name another claim with --home; a claim's access modes cannot be changed.");
        }

        if (modes.Contains(OnePod, StringComparer.Ordinal) && await FindUserAsync(context, name, cancellationToken) is { } pod)
        {
            return Found(context, name, FindingCodes.ClaimInUse, FindingLevel.Warn, $"Claim {name} is for one pod at a time ({OnePod}), and Pod {pod} has it: the run's pod waits until that one has ended.") with
            {
                Remedy = $"Wait for Pod {pod}, or name another claim with --home.",
            };
        }

        if (claim.Status?.Phase == "Pending" && await FindTroubleAsync(context, name, cancellationToken) is { } trouble)
        {
            return Found(context, name, FindingCodes.ClaimUnbound, FindingLevel.Warn, $"Claim {name} is not bound to a volume: {trouble}") with
            {
                Remedy = $"Mend what the cluster says there, such as the claim's storage class ({claim.Spec?.StorageClassName ?? "none named"}): delete the claim and make it again with another one, or name another claim with --home.",
            };
        }

        return Found(context, name, FindingCodes.ClaimExists, FindingLevel.Info, $"The claim of HOME exists ({string.Join(", ", modes)}{(claim.Status?.Phase is { } phase ? $", {phase}" : "")}).");
    }

    private static async Task<string?> FindUserAsync(PreflightContext context, string name, CancellationToken cancellationToken)
    {
        var pods = await context.Client.ListAsync(ResourceTypes.Pods, new ResourceSelector(context.Namespace, Fields: "status.phase!=Succeeded,status.phase!=Failed"), cancellationToken);
        return pods.Items.FirstOrDefault(pod => pod.Spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim?.ClaimName == name) == true)?.Metadata.Name;
    }

    // A claim that waits for its first pod is as it should be; one that something was said against is not.
    private static async Task<string?> FindTroubleAsync(PreflightContext context, string name, CancellationToken cancellationToken)
    {
        var events = await context.Client.ListAsync(
            ResourceTypes.Events,
            new ResourceSelector(context.Namespace, Fields: $"involvedObject.kind=PersistentVolumeClaim,involvedObject.name={name}"),
            cancellationToken);
        var last = events.Items
            .Where(said => said.Type == "Warning" || said.Reason == "FailedBinding")
            .MaxBy(said => said.LastTimestamp ?? said.EventTime ?? said.Metadata.CreationTimestamp);
        return last is null ? null : $"{last.Reason}: {last.Message}";
    }

    private static Finding Broken(PreflightContext context, string name, string code, string message, string remedy) =>
        Found(context, name, code, FindingLevel.Error, message) with { Remedy = remedy, Outcome = RunOutcome.InfrastructureFailed };

    private static Finding Found(PreflightContext context, string name, string code, FindingLevel level, string message) => new()
    {
        Code = code,
        Level = level,
        Object = context.Named("PersistentVolumeClaim", name),
        Message = message,
    };
}
