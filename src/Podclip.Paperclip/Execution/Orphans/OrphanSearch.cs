using Podclip.Engine;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;
using Podclip.Kubernetes.Resources.Batch;

namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>Looks for what earlier executions left of an agent: Jobs that have not ended, whoever made them, and runs whose end nobody was told.</summary>
/// <param name="client">The cluster.</param>
/// <param name="engine">Knows the runs of this state directory.</param>
/// <param name="formerRuns">Knows which of them nobody waits for.</param>
internal sealed class OrphanSearch(KubernetesClient client, RunEngine engine, IFormerRuns formerRuns)
{
    private const string Prefix = "paperclip.io/";

    /// <summary>This execution, as its Job is labelled.</summary>
    public static AgentJob Describe(RunRequest request) => new(request.JobName ?? "", Label(request.SystemLabels, "run-id"), Label(request.SystemLabels, "task-id"), Label(request.SystemLabels, "session-id"), DateTimeOffset.MaxValue);

    /// <summary>The agent's Jobs.</summary>
    /// <exception cref="KubernetesException">They cannot be listed.</exception>
    public async Task<IReadOnlyList<AgentJob>> FindAsync(string ns, RunRequest request, CancellationToken cancellationToken)
    {
        var selector = $"{Prefix}agent-id={Label(request.SystemLabels, "agent-id")},{Prefix}adapter-type={Label(request.SystemLabels, "adapter-type")}";
        var jobs = await client.ListAsync(ResourceTypes.Jobs, new ResourceSelector(ns, Labels: selector), cancellationToken);
        var current = Describe(request);
        List<AgentJob> found = [.. jobs.Items.Where(job => IsAlive(job) || IsOwn(job, current)).Select(Describe)];
        found.AddRange(formerRuns.FindUntold(engine, current, Label(request.SystemLabels, "agent-id")!).Where(run => !found.Exists(job => job.Name == run.Name)));
        return found;
    }

    private AgentJob Describe(Job job)
    {
        var labels = job.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var ours = labels.GetValueOrDefault(PodclipLabels.RunId);
        return new AgentJob(job.Metadata.Name!, Label(labels, "run-id"), Label(labels, "task-id"), Label(labels, "session-id"), job.Metadata.CreationTimestamp ?? default)
        {
            IsLegacy = ours is null,
            Abandoned = ours is null ? null : formerRuns.FindAbandoned(engine, ours),
        };
    }

    // The host asks again for a run that ended while nobody looked: its Job, which has the name that a new one would get, has the result.
    private static bool IsOwn(Job job, AgentJob current) =>
        job.Metadata.DeletionTimestamp is null
        && job.Spec?.Suspend != true
        && job.Metadata.Name == current.Name
        && job.Metadata.Labels?.ContainsKey(PodclipLabels.RunId) == true;

    // A suspended Job is one that is being launched: the guard decides about it.
    private static bool IsAlive(Job job) =>
        job.Metadata.DeletionTimestamp is null
        && job.Spec?.Suspend != true
        && job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) != true;

    private static string? Label(IReadOnlyDictionary<string, string> labels, string name) => labels.GetValueOrDefault(Prefix + name);
}
