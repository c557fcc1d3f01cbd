using Podclip.Engine.Planning;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>Does somebody hold the agent's name? Only looks; what a dead run left is freed by the next run.</summary>
internal sealed class AgentNameCheck : ICheck
{
    public string Subject => "agent's name";

    public bool IsInsideNamespace => true;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        if (context.Plan.Job.Metadata.Annotations?.GetValueOrDefault(PodclipLabels.AgentName) is not { } agent)
        {
            return [];
        }

        var guard = context.Plan.Secrets[0].Metadata.Name!;
        try
        {
            var secret = await context.Client.FindAsync(ResourceTypes.Secrets, context.Namespace, guard, cancellationToken);
            if (secret is null)
            {
                return [];
            }

            if (secret.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Kind == "Job") is not { Name: { } owner } reference
                || secret.Metadata.Labels?.ContainsKey(PodclipLabels.RunId) != true)
            {
                return [Foreign(context, guard, agent)];
            }

            var job = await context.Client.FindAsync(ResourceTypes.Jobs, context.Namespace, owner, cancellationToken);
            return [job is null || job.Metadata.Uid != reference.Uid || IsOver(job) ? LeftOver(context, guard, owner) : Held(context, guard, agent, job)];
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return [];
        }
    }

    private static bool IsOver(Job job) => job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) == true;

    private static Finding Held(PreflightContext context, string guard, string agent, Job job)
    {
        var run = job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId);
        var since = job.Metadata.CreationTimestamp is { } created ? FormattableString.Invariant($" since {created:yyyy-MM-dd HH:mm:ss 'UTC'}") : "";
        return new Finding
        {
            Code = ErrorCodes.AgentBusy,
            Level = FindingLevel.Warn,
            Object = context.Named("Secret", guard),
            Message = $"Run {run} (Job {job.Metadata.Name}) has the agent's name '{agent}'{since}.",
            Remedy = $"Wait for it, or follow it: podclip attach {run}. Or run under another name with --agent.",
            Outcome = RunOutcome.AgentBusy,
        };
    }

    private static Finding LeftOver(PreflightContext context, string guard, string owner) => new()
    {
        Code = FindingCodes.NameLeftOver,
        Level = FindingLevel.Info,
        Object = context.Named("Secret", guard),
        Message = $"Left behind by Job {owner}, which is over; the next run clears it away.",
    };

    private static Finding Foreign(PreflightContext context, string guard, string agent) => new()
    {
        Code = FindingCodes.NameForeign,
        Level = FindingLevel.Error,
        Object = context.Named("Secret", guard),
        Message = $"This Secret stands for the agent's name '{agent}', but Podclip did not make it: no run can have the name.",
        Remedy = $"If nothing else needs it: kubectl delete secret {guard} -n {context.Namespace}. Or run under another name with --agent.",
        Outcome = RunOutcome.AgentBusy,
    };
}
