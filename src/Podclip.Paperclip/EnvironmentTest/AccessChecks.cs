using Podclip.Engine.Preflight;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>A check for each verb that the engine uses. What is not allowed comes with the Role that allows it, whole, to be applied as it stands.</summary>
internal static class AccessChecks
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["jobs"] = "job",
        ["pods"] = "pod",
        ["pods/log"] = "pod_log",
        ["secrets"] = "secret",
        ["persistentvolumeclaims"] = "pvc",
        ["events"] = "event",
        ["namespaces"] = "namespace",
        ["serviceaccounts"] = "service_account",
        ["resourcequotas"] = "quota",
        ["limitranges"] = "limit_range",
    };

    /// <summary>The code of a verb: <c>k8s_rbac_job_create</c>. Logs can only be read, so theirs is <c>k8s_rbac_pod_log</c>.</summary>
    public static string CodeOf(AccessNeed need)
    {
        var resource = Words.GetValueOrDefault(need.Resource) ?? need.Resource;
        return need.Resource.Contains('/', StringComparison.Ordinal) ? $"k8s_rbac_{resource}" : $"k8s_rbac_{resource}_{need.Verb}";
    }

    /// <summary>The checks, in the order of <see cref="RequiredAccess.Needs"/>.</summary>
    /// <param name="report">What the preflight was told.</param>
    /// <param name="makesClaim">Whether the run makes a claim for HOME.</param>
    /// <param name="mountsClaim">Whether it mounts one.</param>
    public static IEnumerable<AdapterEnvironmentCheck> Of(PreflightReport report, bool makesClaim, bool mountsClaim) =>
        report.Access.Select(answer => Of(answer, report, makesClaim || mountsClaim && answer.Need.Grade is AccessGrade.Diagnostic));

    private static AdapterEnvironmentCheck Of(AccessAnswer answer, PreflightReport report, bool usesClaims)
    {
        var (need, ns) = (answer.Need, report.Namespace!);
        var code = CodeOf(need);
        var label = $"{need.Verb} {need.Resource}";
        if (answer.Failure is { } failure)
        {
            return Check.Warn(code, $"RBAC check failed for {label}: {failure.Message}", "SelfSubjectAccessReview may not be available; verify permissions manually.");
        }

        if (answer.IsAllowed)
        {
            return Check.Info(code, $"RBAC: allowed to {label} in {ns}");
        }

        var isUsed = usesClaims || !need.OnlyForClaims;
        return new AdapterEnvironmentCheck
        {
            Code = code,
            Level = !isUsed ? Check.InfoLevel : need.Grade is AccessGrade.Required ? Check.ErrorLevel : Check.WarnLevel,
            Message = $"RBAC: not allowed to {label} in {ns}",
            Hint = $"Grant the service account permission to {label} in namespace {ns}. {Consequence(need, isUsed)}",
            Detail = RequiredAccess.Yaml(ns, report.User),
        };
    }

    private static string Consequence(AccessNeed need, bool isUsed) => need switch
    {
        _ when !isUsed => "This configuration does not use it.",
        { Grade: AccessGrade.Required } => "No run works without it.",
        { Purpose: { } purpose } => $"Runs work without it, but {purpose}.",
        _ => "No run needs it, but this test sees less.",
    };
}
