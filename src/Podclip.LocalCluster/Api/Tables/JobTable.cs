using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>The columns of Jobs.</summary>
internal static class JobTable
{
    public static TableLayout Layout { get; } = new(
        [
            TableColumn.ObjectName,
            new("Status", "Status of the job."),
            new("Completions", "The number of pods which reached phase Succeeded. The value increases monotonically for a given spec. However, it may decrease in reaction to scale down of elastic indexed jobs."),
            new("Duration", "Time required to complete the job."),
            TableColumn.Age,
            new("Containers", "Names of each container in the template.", IsWide: true),
            new("Images", "Images referenced by each container in the template.", IsWide: true),
            new("Selector", "A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors", IsWide: true),
        ],
        Cells);

    private static IReadOnlyList<JsonNode?> Cells(JsonObject job, DateTimeOffset now)
    {
        var containers = job.Items("spec", "template", "spec", "containers").ToList();
        return
        [
            job.Text("metadata", "name"),
            Status(job),
            Completions(job),
            Duration(job, now),
            HumanDuration.Age(job, now),
            string.Join(',', containers.Select(c => c.Text("name"))),
            string.Join(',', containers.Select(c => c.Text("image"))),
            string.Join(',', job.TextMembers("spec", "selector", "matchLabels").Select(l => $"{l.Key}={l.Value}")),
        ];
    }

    private static string Status(JsonObject job)
    {
        if (Has(job, "Complete"))
        {
            return "Complete";
        }

        if (Has(job, "Failed"))
        {
            return "Failed";
        }

        if (job.Text("metadata", "deletionTimestamp") is not null)
        {
            return "Terminating";
        }

        return ((string[])["Suspended", "FailureTarget", "SuccessCriteriaMet"]).FirstOrDefault(type => Has(job, type)) ?? "Running";
    }

    private static bool Has(JsonObject job, string type) =>
        job.Items("status", "conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");

    private static string Completions(JsonObject job)
    {
        var succeeded = job.Number("status", "succeeded") ?? 0;
        if (job.Number("spec", "completions") is { } completions)
        {
            return FormattableString.Invariant($"{succeeded}/{completions}");
        }

        return job.Number("spec", "parallelism") is { } parallelism and > 1
            ? FormattableString.Invariant($"{succeeded}/1 of {parallelism}")
            : FormattableString.Invariant($"{succeeded}/1");
    }

    private static string Duration(JsonObject job, DateTimeOffset now) =>
        job.Time("status", "startTime") is { } start ? HumanDuration.Format((job.Time("status", "completionTime") ?? now) - start) : "";
}
