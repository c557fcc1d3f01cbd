using System.Text.RegularExpressions;
using Podclip.Engine.Preflight.Checks;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight.Admission;

/// <summary>Says what an API server's refusal of a run's object means, and what helps. The words it goes by are kube-apiserver's own.</summary>
internal static partial class Refusals
{
    private const string EnforceLabel = "pod-security.kubernetes.io/enforce";

    /// <summary>What the server said.</summary>
    public static string TextOf(KubernetesException refusal) => refusal.Status?.Message ?? refusal.Message;

    /// <summary>Whether a verb is missing: then the object itself was not looked at.</summary>
    public static bool IsAccess(KubernetesException refusal) => refusal.IsForbidden && TextOf(refusal).Contains("cannot create resource", StringComparison.Ordinal);

    /// <summary>The finding of a refusal that is no quota's.</summary>
    /// <param name="context">The cluster and the run.</param>
    /// <param name="subject">The object that was refused.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The finding; null when it says nothing about the object, or is another check's to tell.</returns>
    /// <exception cref="KubernetesException">It is no refusal but a failure.</exception>
    public static async Task<Finding?> FindAsync(PreflightContext context, string subject, KubernetesException refusal, CancellationToken cancellationToken)
    {
        var text = TextOf(refusal);
        return refusal switch
        {
            { IsNotFound: true, Status.Details.Kind: "namespaces" } => NamespaceCheck.Missing(context.Namespace),
            { IsAlreadyExists: true } => null,
            _ when IsAccess(refusal) => null,
            { IsForbidden: true } when text.Contains("being terminated", StringComparison.Ordinal) => NamespaceCheck.Terminating(context.Namespace),
            { IsForbidden: true } when text.Contains("error looking up service account", StringComparison.Ordinal) =>
                ServiceAccountCheck.Missing(context.Namespace, context.PodSpec.ServiceAccountName ?? "default"),
            { IsForbidden: true } when text.Contains("violates PodSecurity", StringComparison.Ordinal) => await PodSecurityAsync(context, text, cancellationToken),
            { IsForbidden: true } when UnspecifiedAmounts(context, text) is { } unspecified => unspecified,
            { IsForbidden: true } when Bound().IsMatch(text) || text.Contains("limit to request ratio", StringComparison.Ordinal) => Limit(context, text),
            { IsForbidden: true } => Refused(FindingCodes.AdmissionRefused, subject, text, "Ask whoever governs the cluster's admission rules."),
            { StatusCode: 400 } when text.Contains("dry run", StringComparison.OrdinalIgnoreCase) || text.Contains("dryRun", StringComparison.Ordinal) => new Finding
            {
                Code = FindingCodes.DryRunUnsupported,
                Level = FindingLevel.Warn,
                Object = subject,
                Message = $"Whether it would be taken cannot be tried: {text}",
            },
            { StatusCode: 400 or 413 or 422 } => Refused(ErrorCodes.JobCreateFailed, subject, text, "Change what the message names."),
            _ => throw refusal,
        };
    }

    /// <summary>The finding of a pod that a LimitRange refuses.</summary>
    public static Finding Limit(PreflightContext context, string text)
    {
        // The pod's limit and request are one and the same option.
        var option = Bound().Match(text) is { Success: true } bound
            ? $"Run with --{bound.Groups["resource"].Value} {bound.Groups["value"].Value}, or let"
            : "Let";
        return Refused(FindingCodes.LimitRangeRefused, PodOf(context), text, $"{option} whoever governs the namespace change its LimitRange.");
    }

    /// <summary>The finding of a pod that is less safe than its namespace demands.</summary>
    public static async Task<Finding> PodSecurityAsync(PreflightContext context, string text, CancellationToken cancellationToken)
    {
        var sharesFolder = context.PodSpec.Volumes?.Any(volume => volume.HostPath is not null) == true;
        var level = sharesFolder ? "privileged" : "baseline";
        var choice = sharesFolder ? "Leave --workspace out, or choose" : "Choose";
        var finding = Refused(
            ErrorCodes.PodSecurityRefused,
            $"Namespace {context.Namespace}",
            text,
            $"{choice} a namespace that admits the pod, or let whoever governs this one lower its level.");
        var ns = await FindNamespaceAsync(context, cancellationToken);
        if (ns is null)
        {
            return finding with { Remedy = $"{finding.Remedy![..^1]}: kubectl label namespace {context.Namespace} {EnforceLabel}={level} --overwrite" };
        }

        var metadata = FixYaml.Metadata(ns.Metadata);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { [EnforceLabel] = level };
        foreach (var (key, value) in metadata.Labels?.AsEnumerable() ?? [])
        {
            labels.TryAdd(key, value);
        }

        return finding with { Yaml = FixYaml.Of(ResourceTypes.Namespaces, new Namespace { Metadata = metadata with { Labels = labels } }) };
    }

    /// <summary>The level that a namespace enforces, or null.</summary>
    public static string? EnforcedLevel(Namespace? ns) => ns?.Metadata.Labels?.GetValueOrDefault(EnforceLabel);

    /// <summary>The namespace, as far as it may be seen.</summary>
    public static async Task<Namespace?> FindNamespaceAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Client.FindAsync(ResourceTypes.Namespaces, ns: null, context.Namespace, cancellationToken);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return null;
        }
    }

    /// <summary>The finding of a quota that counts what the pod does not state; a LimitRange states it for the pod. Null when the text says nothing of that.</summary>
    public static Finding? UnspecifiedAmounts(PreflightContext context, string text)
    {
        if (Unspecified().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var missing = match.Groups["what"].Captures.Select(capture => capture.Value).ToLookup(name => name.StartsWith("limits.", StringComparison.Ordinal));
        return Refused(
            FindingCodes.QuotaUnspecified,
            context.Named("ResourceQuota", match.Groups["name"].Value),
            text,
            "Let whoever governs the namespace apply a LimitRange that states it for every container that does not.") with
        {
            Yaml = FixYaml.Of(ResourceTypes.LimitRanges, new LimitRange
            {
                Metadata = new ObjectMeta { Name = "podclip-defaults", Namespace = context.Namespace },
                Spec = new LimitRangeSpec { Limits = [new LimitRangeItem { Type = "Container", Default = Defaults(missing[true]), DefaultRequest = Defaults(missing[false]) }] },
            }),
        };
    }

    private static Dictionary<string, string>? Defaults(IEnumerable<string> names)
    {
        var defaults = names.Select(name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]).Distinct(StringComparer.Ordinal).ToDictionary(
            name => name,
            name => name switch { "cpu" => "4", "memory" => "4Gi", "ephemeral-storage" => "10Gi", _ => "1" },
            StringComparer.Ordinal);
        return defaults.Count == 0 ? null : defaults;
    }

    private static string PodOf(PreflightContext context) => context.Named("Pod", context.Plan.Job.Metadata.Name!);

    private static Finding Refused(string code, string subject, string text, string remedy) => new()
    {
        Code = code,
        Level = FindingLevel.Error,
        Object = subject,
        Message = $"The API server would refuse it: {text}",
        Remedy = remedy,
        Outcome = RunOutcome.InfrastructureFailed,
    };

    [GeneratedRegex("failed quota: (?<name>[^: ]+): must specify ((?<what>[^ ,;]+)( for: [^; ]+)?(,|; )?)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unspecified();

    [GeneratedRegex("(maximum|minimum) (?<resource>cpu|memory) usage per (Container|Pod) is (?<value>[0-9]+[A-Za-z]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bound();
}
