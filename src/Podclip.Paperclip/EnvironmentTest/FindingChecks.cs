using Podclip.Engine.Preflight;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>What the engine's preflight found, in the words of the host's contract.</summary>
internal static class FindingChecks
{
    private static readonly string[] Unreachable = [FindingCodes.ApiUnreachable, FindingCodes.ApiUntrusted, FindingCodes.ApiUnauthorized];

    // They stand as a check for each verb instead.
    private static readonly string[] Access = [FindingCodes.AccessGranted, FindingCodes.AccessMissing, FindingCodes.AccessDegraded, FindingCodes.AccessUnseen];

    /// <summary>The check of an API server that cannot be used, after which nothing else is known; null when it can.</summary>
    public static AdapterEnvironmentCheck? FindUnreachable(PreflightReport report) =>
        report.Findings.FirstOrDefault(finding => Unreachable.Contains(finding.Code, StringComparer.Ordinal)) is { } finding
            ? NotReached(finding.Message, ConfigurationWords.Of(finding.Remedy))
            : null;

    /// <summary>That check.</summary>
    public static AdapterEnvironmentCheck NotReached(string why, string? remedy = null) => Check.Error(
        EnvironmentCodes.ApiUnreachable,
        $"Cannot reach Kubernetes API: {why}",
        remedy ?? "Ensure the pod has a valid service account token mounted and the API server is accessible.");

    /// <summary>The namespace's check.</summary>
    /// <param name="report">The report.</param>
    /// <param name="hostNamespace">The namespace of Paperclip's pod, or null.</param>
    public static AdapterEnvironmentCheck Namespace(PreflightReport report, string? hostNamespace)
    {
        var ns = report.Namespace!;
        if (report.Findings.FirstOrDefault(found => found.Code is FindingCodes.NamespaceMissing or FindingCodes.NamespaceTerminating) is { } wrong)
        {
            return Of(wrong);
        }

        return report.Findings.Any(found => found.Code is FindingCodes.NamespaceExists)
            ? Check.Info(EnvironmentCodes.NamespaceExists, ns == hostNamespace ? $"Target namespace is the pod namespace: {ns}" : $"Target namespace exists: {ns}")
            : Check.Warn(EnvironmentCodes.NamespaceCheckFailed, $"Cannot verify namespace \"{ns}\": these credentials may not look at it", $"If there is none yet: kubectl create namespace {ns}.");
    }

    /// <summary>What else was found, dry runs among it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isOfRun">Whether the preflight tried the very objects of a run; if not, it cannot say that they would be taken.</param>
    public static IEnumerable<AdapterEnvironmentCheck> Others(PreflightReport report, bool isOfRun) => report.Findings
        .Where(finding => finding.Code is not (FindingCodes.ApiReachable or FindingCodes.NamespaceExists or FindingCodes.NamespaceUnseen
            or FindingCodes.NamespaceMissing or FindingCodes.NamespaceTerminating))
        .Where(finding => !Access.Contains(finding.Code, StringComparer.Ordinal) && (isOfRun || finding.Code is not FindingCodes.DryRunAccepted))
        .Select(Of);

    private static AdapterEnvironmentCheck Of(Finding finding) => new()
    {
        Code = finding.Code,
        Level = finding.Level switch
        {
            FindingLevel.Info => Check.InfoLevel,
            FindingLevel.Warn => Check.WarnLevel,
            FindingLevel.Error => Check.ErrorLevel,
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Level, "The host knows no such level."),
        },
        Message = $"{finding.Object}: {finding.Message}",
        Hint = ConfigurationWords.Of(finding.Remedy),
        Detail = finding.Yaml,
    };
}
