using Podclip.Engine;
using Podclip.Engine.HostPods;
using Podclip.Engine.Planning;
using Podclip.Engine.Preflight;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Variables;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>
/// Tests whether an adapter could run an agent with a configuration: all that a run needs is looked at, and nothing is changed. A probe, which
/// starts a pod for a moment, is run only where the configuration's <c>probeEnvironment</c> asks for it.
/// </summary>
/// <param name="clusters">Finds the cluster.</param>
/// <param name="host">The host's process.</param>
/// <param name="time">The clock.</param>
public sealed class EnvironmentTester(IClusterSource clusters, HostProcess host, TimeProvider time)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPreflight = TimeSpan.FromSeconds(8);

    // A server that does not answer is to be found out while the host's form still waits.
    private static readonly KubernetesClientOptions Impatient = new() { ConnectTimeout = PreflightOptions.DefaultConnectTimeout, RequestTimeout = TimeSpan.FromSeconds(5), ReadRetries = 1 };

    /// <summary>Tests. Never throws: whatever goes wrong is a check. Takes at most 10 s, with a probe at most 60 s.</summary>
    /// <param name="recipe">The adapter.</param>
    /// <param name="context">The environment.</param>
    /// <param name="cancellationToken">Ends the test; what is known by then is told.</param>
    /// <returns>What was found.</returns>
    public async Task<AdapterEnvironmentTestResult> TestAsync(AdapterRecipe recipe, AdapterEnvironmentTestContext context, CancellationToken cancellationToken)
    {
        List<AdapterEnvironmentCheck> checks = [];
        try
        {
            await TestAsync(recipe, context, checks, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            checks.Add(Check.Warn(EnvironmentCodes.Unfinished, "The test was cancelled before everything was looked at", "Test again."));
        }
        catch (OperationCanceledException)
        {
            // Nothing is worth knowing of a cluster that has said nothing by now but that.
            checks.Add(checks.Exists(check => check.Code == EnvironmentCodes.ApiReachable)
                ? Check.Warn(EnvironmentCodes.Unfinished, $"Not everything could be looked at within {LongestLook.TotalSeconds:0} s", "Test again.")
                : FindingChecks.NotReached($"there was no answer within {LongestLook.TotalSeconds:0} s"));
        }
#pragma warning disable CA1031 // The host must be told of everything in its own words.
        catch (Exception e)
#pragma warning restore CA1031
        {
            checks.Add(Check.Error(EnvironmentCodes.Fault, $"Podclip failed: {e.GetType().Name}: {e.Message}"));
        }

        return new AdapterEnvironmentTestResult
        {
            AdapterType = recipe.Kind.Type,
            Checks = checks,
            TestedAt = HostTime.Text(time.GetUtcNow()),
        };
    }

    private async Task TestAsync(AdapterRecipe recipe, AdapterEnvironmentTestContext context, List<AdapterEnvironmentCheck> checks, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestLook, time);
        using var looking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var config = new ConfigReader(context.Config);
        var settings = AdapterSettingsReader.Read(config, recipe.ReattachesByDefault);
        var isProbed = config.Flag("probeEnvironment", fallback: false);
        var (found, failure) = await ConnectAsync(settings.Kubeconfig, looking.Token);
        await using var cluster = found;
        if (cluster is null)
        {
            checks.AddRange([.. Invalid(config.Problems), FindingChecks.NotReached(failure!)]);
            return;
        }

        using var client = new KubernetesClient(cluster.Client.Connection, time, Impatient);
        var (hostPod, untold) = await ReadHostPodAsync(cluster, client, looking.Token);
        if (untold is KubernetesException { StatusCode: null or 401 })
        {
            checks.AddRange([.. Invalid(config.Problems), FindingChecks.NotReached(untold.Message)]);
            return;
        }

        var (plan, objects, problems) = untold is null ? PlanRun(recipe, context, settings, config, hostPod, cluster) : (null, null, config.Problems);
        checks.AddRange(Invalid(problems));
        var place = new TestedPlace(
            recipe.Kind, settings, hostPod, plan?.Namespace ?? settings.Namespace ?? hostPod?.Namespace ?? cluster.DefaultNamespace, cluster.Reference.IsEmbedded, plan?.Request);
        var report = await new ClusterPreflight(new PreflightOptions { Connection = client.Connection, Namespace = place.Namespace, TimeProvider = time, Limit = LongestPreflight })
            .RunAsync(objects ?? cluster.EngineFor(place.Namespace).Plan(StandIn.Request()), looking.Token);
        if (FindingChecks.FindUnreachable(report) is { } unreachable)
        {
            checks.Add(unreachable);
            return;
        }

        checks.Add(PlaceChecks.Reachable(place, report));
        if (untold is not null)
        {
            checks.Add(HostPodUnreadable(cluster, untold, report));
        }

        checks.AddRange(await PlaceChecks.LookAsync(place, report, client, looking.Token));
        checks.Add(RunChecks.ApiUrl(plan is null
            ? ApiAddress.Find(settings.ApiUrl, hostPod, host.Variables, cluster.Reference.IsEmbedded)
            : plan.Request.Environment.GetValueOrDefault(ApiAddress.Variable)));
        checks.AddRange((plan?.Warnings ?? []).Where(warning => warning != ApiAddress.UnknownWarning).Select(RunChecks.Warning));
        if (isProbed)
        {
            checks.AddRange(checks.Exists(check => check.Level == Check.ErrorLevel) || objects is null
                ? [Check.Info(EnvironmentCodes.ProbeSkipped, "The probe was not run: no pod would start until the errors above are mended")]
                : await new EnvironmentProbe(cluster.EngineFor(place.Namespace), place, time).RunAsync(objects.Arguments[0], cancellationToken));
        }
    }

    private static IEnumerable<AdapterEnvironmentCheck> Invalid(IEnumerable<string> problems) =>
        problems.Select(problem => Check.Error(EnvironmentCodes.ConfigInvalid, problem, "Change it in the agent's configuration."));

    private async Task<(ConnectedCluster? Cluster, string? Failure)> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken)
    {
        try
        {
            return (await clusters.ConnectAsync(kubeconfig, cancellationToken), null);
        }
        catch (Exception e) when (e is ClusterSourceException or KubeConfigException or KubernetesException)
        {
            return (null, e.Message);
        }
    }

    private async Task<(HostPod? Pod, Exception? Failure)> ReadHostPodAsync(ConnectedCluster cluster, KubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (cluster.IsInCluster ? await new HostPodReader(client).ReadAsync(host.Variables, cluster.DefaultNamespace, cancellationToken) : null, null);
        }
        catch (Exception e) when (e is HostPodException or KubernetesException)
        {
            return (null, e);
        }
    }

    private (ExecutionPlan? Plan, RunPlan? Objects, IEnumerable<string> Problems) PlanRun(
        AdapterRecipe recipe, AdapterEnvironmentTestContext context, AdapterSettings settings, ConfigReader config, HostPod? hostPod, ConnectedCluster cluster)
    {
        try
        {
            var plan = new ExecutionPlanner(recipe, host).Plan(StandIn.Execution(recipe, context), settings, config, hostPod, cluster.Reference.IsEmbedded, cluster.DefaultNamespace);
            return (plan, cluster.EngineFor(plan.Namespace).Plan(plan.Request), []);
        }
        catch (AdapterConfigException e)
        {
            return (null, null, config.Problems.Union(e.Problems, StringComparer.Ordinal));
        }
        catch (RunRequestException e)
        {
            return (null, null, config.Problems.Union(e.Problems, StringComparer.Ordinal));
        }
    }

    private AdapterEnvironmentCheck HostPodUnreadable(ConnectedCluster cluster, Exception failure, PreflightReport report) => Check.Error(
        EnvironmentCodes.HostPodUnreadable,
        $"Cannot read Paperclip's own pod: {failure.Message}",
        "Its image, volume and node are taken over by agents. Grant the service account permission to list pods in its namespace.",
        failure is KubernetesException { IsForbidden: true } ? RequiredAccess.Yaml(HostPodReader.NamespaceOf(host.Variables) ?? cluster.DefaultNamespace, report.User) : null);
}
