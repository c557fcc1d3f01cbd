using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>A Job's podFailurePolicy: what a failed pod means.</summary>
internal static class FailurePolicy
{
    /// <summary>The ending that a failed pod forces, or null.</summary>
    public static JobEnding? EndingOf(JsonObject job, StoredObject pod)
    {
        var (rule, index) = Match(job, pod);
        return rule.Text("action") == "FailJob" ? new JobEnding(false, "PodFailurePolicy", Describe(rule!, index, pod)) : null;
    }

    /// <summary>Whether a failed pod does not count.</summary>
    public static bool IsIgnored(JsonObject job, StoredObject pod) => Match(job, pod).Rule.Text("action") == "Ignore";

    private static (JsonObject? Rule, int Index) Match(JsonObject job, StoredObject pod)
    {
        var index = 0;
        foreach (var rule in job.Items("spec", "podFailurePolicy", "rules"))
        {
            if (FailedContainer(rule, pod) is not null || MatchesCondition(rule, pod) is not null)
            {
                return (rule, index);
            }

            index++;
        }

        return (null, -1);
    }

    private static string Describe(JsonObject rule, int index, StoredObject pod)
    {
        if (FailedContainer(rule, pod) is { } container)
        {
            return FormattableString.Invariant($"Container {container.Text("name")} for pod {pod.Namespace}/{pod.Name} failed with exit code {container.Number("state", "terminated", "exitCode")} matching FailJob rule at index {index}");
        }

        return FormattableString.Invariant($"Pod {pod.Namespace}/{pod.Name} has condition {MatchesCondition(rule, pod)} matching FailJob rule at index {index}");
    }

    private static JsonObject? FailedContainer(JsonObject rule, StoredObject pod)
    {
        if (rule["onExitCodes"] is not JsonObject codes)
        {
            return null;
        }

        var values = (codes["values"] as JsonArray ?? []).Where(v => v?.GetValueKind() == JsonValueKind.Number).Select(v => v!.GetValue<long>()).ToHashSet();
        return pod.Document.Items("status", "initContainerStatuses").Concat(pod.Document.Items("status", "containerStatuses")).FirstOrDefault(status =>
            (codes.Text("containerName") is not { } name || name == status.Text("name"))
            && status.Number("state", "terminated", "exitCode") is { } code and not 0
            && values.Contains(code) == (codes.Text("operator") == "In"));
    }

    private static string? MatchesCondition(JsonObject rule, StoredObject pod) =>
        rule.Items("onPodConditions").FirstOrDefault(wanted => pod.Document.Items("status", "conditions")
            .Any(c => c.Text("type") == wanted.Text("type") && c.Text("status") == (wanted.Text("status") ?? "True"))).Text("type");
}
