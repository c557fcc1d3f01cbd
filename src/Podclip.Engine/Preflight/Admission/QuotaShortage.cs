using System.Text.RegularExpressions;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Admission;

/// <summary>A ResourceQuota that has no room for a run.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="Message">What the API server says, or would say.</param>
/// <param name="Needed">What the quota must allow so that the run fits in; empty where the amounts are not known.</param>
internal sealed partial record QuotaShortage(string Quota, string Message, IReadOnlyDictionary<string, string> Needed)
{
    /// <summary>Reads a refusal: <c>exceeded quota: NAME, requested: a=1, used: a=2, limited: a=2</c>.</summary>
    /// <returns>The shortage; null when it is about something else.</returns>
    public static QuotaShortage? Read(string message)
    {
        var match = Refusal().Match(message);
        if (!match.Success)
        {
            return null;
        }

        var used = Amounts(match.Groups["used"].Value);
        var needed = Amounts(match.Groups["requested"].Value)
            .Where(pair => used.ContainsKey(pair.Key))
            .ToDictionary(pair => pair.Key, pair => new Quantity(pair.Value.Value + used[pair.Key].Value).ToString(), StringComparer.Ordinal);
        return new QuotaShortage(match.Groups["name"].Value, message, needed);
    }

    /// <summary>One finding about a quota, whatever kinds of objects it has no room for.</summary>
    /// <param name="context">The cluster.</param>
    /// <param name="shortages">What it has no room for; all of one quota.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<Finding> FindAsync(PreflightContext context, IReadOnlyList<QuotaShortage> shortages, CancellationToken cancellationToken)
    {
        var name = shortages[0].Quota;
        var needed = shortages.SelectMany(shortage => shortage.Needed).DistinctBy(pair => pair.Key, StringComparer.Ordinal).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var patch = string.Join(',', needed.Select(pair => $"\"{pair.Key}\":\"{pair.Value}\""));
        var yaml = await RaiseAsync(context, name, needed, cancellationToken);
        return new Finding
        {
            Code = ErrorCodes.QuotaExceeded,
            Level = FindingLevel.Error,
            Object = context.Named("ResourceQuota", name),
            Message = $"The quota leaves no room for the run: {string.Join("; ", shortages.Select(shortage => shortage.Message).Distinct(StringComparer.Ordinal))}",
            Remedy = yaml is not null || needed.Count == 0
                ? "Wait for other runs to end, or let whoever governs the namespace raise the quota."
                : $"Wait for other runs to end, or let whoever governs the namespace raise the quota: kubectl patch resourcequota {name} -n {context.Namespace} --type merge -p '{{\"spec\":{{\"hard\":{{{patch}}}}}}}'",
            Yaml = yaml,
            Outcome = RunOutcome.InfrastructureFailed,
        };
    }

    // The whole quota: of one that was applied, apply would take away the limits that a shorter document leaves out.
    private static async Task<string?> RaiseAsync(PreflightContext context, string name, Dictionary<string, string> needed, CancellationToken cancellationToken)
    {
        try
        {
            // Listed, not got by name: the Role grants one verb on quotas.
            var quotas = await context.Client.ListAsync(ResourceTypes.ResourceQuotas, new ResourceSelector(context.Namespace), cancellationToken);
            if (needed.Count == 0 || quotas.Items.FirstOrDefault(each => each.Metadata.Name == name) is not { Spec: { } spec } quota)
            {
                return null;
            }

            var hard = new SortedDictionary<string, string>((spec.Hard ?? needed).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
            foreach (var (resource, amount) in needed)
            {
                hard[resource] = amount;
            }

            return FixYaml.Of(ResourceTypes.ResourceQuotas, new ResourceQuota { Metadata = FixYaml.Metadata(quota.Metadata), Spec = spec with { Hard = hard } });
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return null;
        }
    }

    private static Dictionary<string, Quantity> Amounts(string text) => text.Split(',')
        .Select(pair => pair.Split('='))
        .Where(pair => pair.Length == 2 && Quantity.Parse(pair[1]) is not null)
        .DistinctBy(pair => pair[0], StringComparer.Ordinal)
        .ToDictionary(pair => pair[0], pair => Quantity.Parse(pair[1])!.Value, StringComparer.Ordinal);

    [GeneratedRegex("exceeded quota: (?<name>[^, ]+), requested: (?<requested>[^ ]+), used: (?<used>[^ ]+), limited: (?<limited>[^ ]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusal();
}
