using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Admission;

/// <summary>
/// Judges a run's pod by what a namespace's policies say, for credentials that may create Jobs but no pods, so that the server
/// cannot be asked itself. Less exact than the server: quotas with scopes are left out.
/// </summary>
internal static class PodPolicies
{
    private static readonly Dictionary<string, string> NoAmounts = new(StringComparer.Ordinal);

    /// <summary>Reads the policies.</summary>
    /// <param name="context">The cluster and the run.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What would be refused, by quotas and by others.</returns>
    public static async Task<(IReadOnlyList<QuotaShortage> Shortages, IReadOnlyList<Finding> Findings)> JudgeAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        var (quotas, ranges, ns) = (
            ListAsync(context, ResourceTypes.ResourceQuotas, cancellationToken),
            ListAsync(context, ResourceTypes.LimitRanges, cancellationToken),
            Refusals.FindNamespaceAsync(context, cancellationToken));
        var limits = (await ranges).SelectMany(range => range.Spec?.Limits ?? []).Where(item => item.Type == "Container").ToList();
        var container = new ContainerAmounts(context.PodSpec.Containers![0].Resources, limits);
        List<Finding> findings = [.. limits.SelectMany(container.Violations).Distinct(StringComparer.Ordinal).Select(text => Refusals.Limit(context, text))];
        if (Refusals.EnforcedLevel(await ns) is "baseline" or "restricted" && context.PodSpec.Volumes?.FirstOrDefault(volume => volume.HostPath is not null) is { } folder)
        {
            findings.Add(await Refusals.PodSecurityAsync(context, $"violates PodSecurity \"{Refusals.EnforcedLevel(await ns)}\": hostPath volumes (volume \"{folder.Name}\")", cancellationToken));
        }

        findings.AddRange((await quotas).Select(quota => Unstated(quota, container.ByQuotaName)).OfType<string>().Select(text => Refusals.UnspecifiedAmounts(context, text)).OfType<Finding>());
        return ([.. (await quotas).Select(quota => Judge(quota, container.ByQuotaName)).OfType<QuotaShortage>()], findings);
    }

    // In the server's words; these are the amounts that it wants to be stated (pkg/quota/v1/evaluator/core/pods.go).
    private static string? Unstated(ResourceQuota quota, IReadOnlyDictionary<string, Quantity> pod)
    {
        var unstated = Hard(quota).Keys
            .Where(name => name is ("cpu" or "memory" or "requests.cpu" or "requests.memory" or "limits.cpu" or "limits.memory") && !pod.ContainsKey(name))
            .Order(StringComparer.Ordinal)
            .ToList();
        return unstated.Count == 0 ? null : $"failed quota: {quota.Metadata.Name}: must specify {string.Join("; ", unstated.Select(name => $"{name} for: {JobManifest.ContainerName}"))}";
    }

    // Which pods a scope means is the server's to say.
    private static IReadOnlyDictionary<string, string> Hard(ResourceQuota quota) =>
        quota.Spec is { Scopes: null or [], Hard: { } hard } spec && spec.UnknownFields?.ContainsKey("scopeSelector") != true ? hard : NoAmounts;

    private static QuotaShortage? Judge(ResourceQuota quota, IReadOnlyDictionary<string, Quantity> pod)
    {
        Dictionary<string, string> needed = new(StringComparer.Ordinal);
        List<string> texts = [];
        foreach (var (name, text) in Hard(quota).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (pod.TryGetValue(name, out var requested)
                && Quantity.Parse(text) is { } limit
                && Quantity.Parse(quota.Status?.Used?.GetValueOrDefault(name) ?? "0") is { } used
                && used.Value + requested.Value > limit.Value)
            {
                needed[name] = new Quantity(used.Value + requested.Value).ToString();
                texts.Add($"{name}: requested {requested}, used {used}, limited to {text}");
            }
        }

        return needed.Count == 0 ? null : new QuotaShortage(quota.Metadata.Name!, string.Join(", ", texts), needed);
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(PreflightContext context, ResourceType<T> type, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        try
        {
            return (await context.Client.ListAsync(type, new ResourceSelector(context.Namespace), cancellationToken)).Items;
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return [];
        }
    }
}
