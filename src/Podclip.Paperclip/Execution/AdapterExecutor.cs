using Podclip.Engine.HostPods;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution.Orphans;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Outcomes;

namespace Podclip.Paperclip.Execution;

/// <summary>Executes what the host asks of an adapter: one run of an agent, from its context to its result.</summary>
/// <param name="clusters">Finds the cluster.</param>
/// <param name="host">The host's process.</param>
/// <param name="formerRuns">Knows what nobody waits for any more.</param>
/// <param name="time">The clock.</param>
public sealed class AdapterExecutor(IClusterSource clusters, HostProcess host, IFormerRuns formerRuns, TimeProvider time)
{
    /// <summary>
    /// Runs an agent. Never throws: an exception would tell the host nothing but that it must not try again.
    /// </summary>
    /// <param name="recipe">The adapter.</param>
    /// <param name="execution">What the host asks for.</param>
    /// <param name="callbacks">Where the run is told.</param>
    /// <param name="cancellationToken">Cancels the run: the agent hears TERM, and the result says what came of it.</param>
    /// <returns>The result.</returns>
    public async Task<AdapterExecutionResult> ExecuteAsync(
        AdapterRecipe recipe, AdapterExecutionContext execution, IAdapterCallbacks callbacks, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(recipe, execution, callbacks, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CancelledBeforeStart();
        }
#pragma warning disable CA1031 // The host must be told of everything in its own words.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Refusal.Of(e) ?? new AdapterExecutionResult { ErrorCode = "podclip_fault", ErrorMessage = $"Podclip failed: {e.GetType().Name}: {e.Message}" };
        }
    }

    /// <summary>
    /// Goes on with an execution whose process died. Its run is followed from the beginning; what is told of it has the numbers that it had before.
    /// </summary>
    /// <param name="recipe">The adapter.</param>
    /// <param name="run">The run, as it was told then.</param>
    /// <param name="callbacks">Where the run is told.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The result. Null when no agent was started: the execution has to be asked for anew.</returns>
    /// <exception cref="ClusterSourceException">There is no cluster to be used; the run may go on there.</exception>
    public async Task<AdapterExecutionResult?> ResumeAsync(AdapterRecipe recipe, ExecutionRun run, IAdapterCallbacks callbacks, CancellationToken cancellationToken)
    {
        await using var cluster = await clusters.ConnectAsync(run.Kubeconfig, CancellationToken.None);
        var engine = cluster.EngineFor(run.Namespace);
        if (run.IsFormer || engine.Find(run.RunId) is not { } record)
        {
            return null;
        }

        await callbacks.RunAsync(run);
        var result = await new RunRelay(recipe.Kind.Agent, callbacks, new RunLog(callbacks), time).FollowAsync(engine.Attach(record, recipe.Kind.Agent), cancellationToken);
        return result.NothingRan ? null : ExecutionResults.Write(recipe.Kind, result, run.Session);
    }

    /// <summary>The result of an execution that was cancelled before anything was started.</summary>
    /// <returns>The result.</returns>
    public AdapterExecutionResult CancelledBeforeStart() => Refusal.Of("cancelled", "Run cancelled") with
    {
        ResultJson = new JsonObject
        {
            ["executionCancellation"] = new JsonObject
            {
                ["state"] = "acknowledged",
                ["acknowledgedAt"] = HostTime.Text(time.GetUtcNow()),
                ["forced"] = false,
            },
        },
    };

    private async Task<AdapterExecutionResult> RunAsync(
        AdapterRecipe recipe, AdapterExecutionContext execution, IAdapterCallbacks callbacks, CancellationToken cancellationToken)
    {
        if (JobLabels.Value(execution.Agent.Id) is null)
        {
            return Refusal.Of("k8s_agent_id_invalid", $"Agent ID \"{execution.Agent.Id}\" cannot be sanitized to a valid Kubernetes label");
        }

        var config = new ConfigReader(execution.Config);
        var settings = AdapterSettingsReader.Read(config, recipe.ReattachesByDefault);
        if (config.Problems.Count > 0)
        {
            throw new AdapterConfigException(config.Problems);
        }

        await using var cluster = await clusters.ConnectAsync(settings.Kubeconfig, cancellationToken);
        var hostPod = cluster.IsInCluster ? await new HostPodReader(cluster.Client).ReadAsync(host.Variables, cluster.DefaultNamespace, cancellationToken) : null;
        ExecutionPlan PlanOf(AdapterExecutionContext asked) =>
            new ExecutionPlanner(recipe, host).Plan(asked, settings, config, hostPod, cluster.Reference.IsEmbedded, cluster.DefaultNamespace);
        return await new AdapterRun(recipe.Kind, settings, cluster, callbacks, formerRuns, PlanOf, time).ExecuteAsync(execution, cancellationToken);
    }
}
