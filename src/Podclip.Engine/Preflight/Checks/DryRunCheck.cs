using Podclip.Engine.Preflight.Admission;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>
/// Would the API server take the run's very objects? Asks it by dry runs, which go through all of its admission and keep nothing.
/// The pod is asked for on its own, because most policies let a Job in and refuse its pod later.
/// </summary>
internal sealed class DryRunCheck : ICheck
{
    public string Subject => "dry run";

    public bool IsInsideNamespace => true;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        var pod = PodOf(plan.Job);
        List<Task<(string Subject, KubernetesException? Refusal)>> tries =
        [
            TryAsync(context, ResourceTypes.Jobs, plan.Job, cancellationToken),
            .. plan.Secrets.Select(secret => TryAsync(context, ResourceTypes.Secrets, Blank(secret), cancellationToken)),
            TryAsync(context, ResourceTypes.Pods, pod, cancellationToken),
        ];
        if (plan.HomeClaim is { } claim)
        {
            tries.Add(TryAsync(context, ResourceTypes.PersistentVolumeClaims, claim, cancellationToken));
        }

        var refused = (await Task.WhenAll(tries)).Where(each => each.Refusal is not null).ToList();
        var (shortages, findings) = refused.Any(each => each.Subject.StartsWith("Pod ", StringComparison.Ordinal) && Refusals.IsAccess(each.Refusal!))
            ? await PodPolicies.JudgeAsync(context, cancellationToken)
            : ([], []);
        List<QuotaShortage> quotas = [.. shortages];
        List<Finding> found = [.. findings];
        foreach (var (subject, refusal) in refused)
        {
            if (refusal!.IsForbidden && QuotaShortage.Read(Refusals.TextOf(refusal)) is { } shortage)
            {
                quotas.Add(shortage);
            }
            else if (await Refusals.FindAsync(context, subject, refusal, cancellationToken) is { } finding)
            {
                found.Add(finding);
            }
        }

        foreach (var quota in quotas.GroupBy(each => each.Quota, StringComparer.Ordinal))
        {
            found.Add(await QuotaShortage.FindAsync(context, [.. quota], cancellationToken));
        }

        return found.Count > 0 ? found : Accepted(context, tries.Count, [.. refused.Where(each => Refusals.IsAccess(each.Refusal!)).Select(each => each.Subject)]);
    }

    // Who may not create an object learns nothing about it; where a run needs that, it is the finding about access.
    private static IReadOnlyList<Finding> Accepted(PreflightContext context, int all, IReadOnlyList<string> untried)
    {
        var tried = all - untried.Count;
        return tried == 0 ? [] :
        [
            new Finding
            {
                Code = FindingCodes.DryRunAccepted,
                Level = FindingLevel.Info,
                Object = context.Named("Job", context.Plan.Job.Metadata.Name!),
                Message = untried.Count == 0
                    ? $"The API server would take all {tried} objects of the run, its pod among them."
                    : $"The API server would take {tried} objects of the run. Not tried, for want of the right to create it: {string.Join(", ", untried)}. Of a pod, quotas, LimitRanges and Pod Security were read instead.",
            },
        ];
    }

    private static async Task<(string Subject, KubernetesException? Refusal)> TryAsync<T>(PreflightContext context, ResourceType<T> type, T value, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var subject = context.Named(type.Kind, value.Metadata.Name!);
        try
        {
            await context.Client.CreateAsync(type, context.Namespace, value, dryRun: true, cancellationToken);
            return (subject, null);
        }
        catch (KubernetesException e) when (e.StatusCode is >= 400 and < 500 and not (401 or 408 or 429))
        {
            return (subject, e);
        }
    }

    // The pod that the Job controller would make.
    private static Pod PodOf(Job job)
    {
        var template = job.Spec!.Template!;
        return new Pod { Metadata = template.Metadata! with { Name = job.Metadata.Name }, Spec = template.Spec };
    }

    // The same names and sizes: the values themselves are for a cluster that was found good, and for its audit log then.
    private static Secret Blank(Secret secret) => secret with
    {
        Data = secret.Data?.ToDictionary(pair => pair.Key, pair => new byte[pair.Value.Length], StringComparer.Ordinal),
    };
}
