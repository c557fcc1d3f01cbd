using Podclip.Engine.Planning;
using Podclip.Engine.Preflight.Checks;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>
/// Finds out beforehand whether a run would be possible: asks the API server everything that a run will need of it, all at once,
/// and changes nothing.
/// </summary>
/// <param name="options">The cluster and the bounds.</param>
public sealed class ClusterPreflight(PreflightOptions options)
{
    /// <summary>Checks whether a plan could be carried out.</summary>
    /// <param name="plan">The plan of the very run.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What was found. A cluster that does not answer is a finding, not an exception.</returns>
    public async Task<PreflightReport> RunAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var started = options.TimeProvider.GetTimestamp();
        using var client = new KubernetesClient(
            options.Connection,
            options.TimeProvider,
            new KubernetesClientOptions { ConnectTimeout = options.ConnectTimeout, RequestTimeout = options.RequestTimeout, ReadRetries = 1 });
        using var limit = new CancellationTokenSource(options.Limit, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var probe = new ApiProbe(client);
        var api = await AskAsync(probe, cancellationToken, both.Token);
        var access = new AccessCheck();
        ICheck[] checks = [new NamespaceCheck(), access, new ServiceAccountCheck(), new ClaimCheck(), new AgentNameCheck(), new DryRunCheck()];
        var findings = api.IsUsable
            ? await LookAsync(probe, api, checks, new PreflightContext(client, options.Namespace, plan, api.User), cancellationToken, both.Token)
            : api.Findings;
        return new PreflightReport
        {
            Namespace = options.Namespace,
            Server = options.Connection.Server,
            Version = api.Version,
            User = api.User,
            ElapsedSec = Math.Round(options.TimeProvider.GetElapsedTime(started).TotalSeconds, 3),
            Findings = findings,
            Access = access.Answers,
        };
    }

    private static async Task<ApiAnswer> AskAsync(ApiProbe probe, CancellationToken caller, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.AskAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return probe.TooSlow();
        }
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(
        ApiProbe probe, ApiAnswer api, IReadOnlyList<ICheck> checks, PreflightContext context, CancellationToken caller, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(checks.Select(check => LookAsync(check, context, caller, cancellationToken)));
        if (results.All(result => result.Failure is { StatusCode: null } || result.Findings.Count == 0)
            && results.FirstOrDefault(result => result.Failure is not null).Failure is { } lost)
        {
            // It answered a moment ago and now no question at all: one finding, whatever was asked.
            return [.. api.Findings, probe.Describe(lost)];
        }

        var hasNamespace = !results.SelectMany(result => result.Findings).Any(finding => finding.Code == FindingCodes.NamespaceMissing);
        return
        [
            .. api.Findings,
            .. results.Zip(checks)
                .SelectMany(pair => pair.First.Findings.Where(finding => hasNamespace || !pair.Second.IsInsideNamespace || finding.Code == FindingCodes.NamespaceMissing))
                .DistinctBy(finding => (finding.Code, finding.Object)),
        ];
    }

    private static async Task<(IReadOnlyList<Finding> Findings, KubernetesException? Failure)> LookAsync(
        ICheck check, PreflightContext context, CancellationToken caller, CancellationToken cancellationToken)
    {
        try
        {
            return (await check.RunAsync(context, cancellationToken), null);
        }
        catch (KubernetesException e)
        {
            return ([Unanswered(check, e.Message)], e);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return ([Unanswered(check, "The time for all checks was over before there was an answer.")], null);
        }
    }

    private static Finding Unanswered(ICheck check, string why) => new()
    {
        Code = FindingCodes.CheckFailed,
        Level = FindingLevel.Warn,
        Object = check.Subject,
        Message = $"This could not be checked: {why}",
        Remedy = "Try again.",
    };
}
