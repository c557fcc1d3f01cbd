using System.Text.RegularExpressions;
using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>Single requests and their answers, in the order in which they were recorded. What no other scene plays is played here too.</summary>
internal sealed partial class ExchangeScene(IReadOnlyList<Scene> others) : Scene
{
    private const string Jobs = "/apis/batch/v1/namespaces/wire/jobs";

    private static readonly string[] Creations =
    [
        "secret-create", "secret-create-duplicate-409", "job-create-plain", "job-get", "job-create-init-secret-emptydir", "job-create-duplicate-409",
        "job-patch-merge-label", "job-patch-merge-label-null", "job-patch-json-add", "job-patch-json-test-fail-422", "job-patch-json-replace-missing-200",
        "job-patch-strategic-label", "job-patch-409-resourceversion", "job-patch-422-immutable-template", "job-patch-415-application-json",
        "job-patch-object-body-as-json-patch-400",
    ];

    private static readonly string[] Lists =
    [
        "job-list-labelselector", "job-list-limit2-noselector", "job-list-limit2-page1", "job-list-limit2-page2", "job-list-limit2-page3", "table-jobs", "table-pods",
        "pod-list-by-job",
    ];

    private static readonly string[] Deletions =
    [
        "job-delete-404", "job-delete-409-precondition", "job-delete-422-bad-policy", "job-delete-background", "job-delete-background-body",
        "job-delete-no-propagation", "job-delete-collection", "job-delete-foreground", "job-get-during-foreground",
    ];

    private static readonly string[] Others =
    [
        "secret-patch-ownerrefs-merge", "secret-patch-ownerrefs-strategic", "secret-patch-ownerrefs-json", "secret-patch-ownerrefs-422-no-uid", "secret-get-403",
        "lease-create", "lease-create-409", "lease-create-400-time", "lease-create-400-time-3digits", "lease-create-422-duration", "lease-get", "lease-get-404",
        "lease-put-422-no-rv", "lease-put-ok", "lease-put-conflict-409", "lease-patch-merge", "lease-delete",
    ];

    /// <summary>Members that were caught in the middle of a start that takes seconds there and milliseconds here; the life scenes compare them in their order.</summary>
    private static readonly Dictionary<string, string[]> OfTheMoment = new(StringComparer.Ordinal)
    {
        ["job-get"] = ["ready"],
        ["job-list-labelselector"] = ["ready"],
        ["job-list-limit2-noselector"] = ["ready"],
        ["job-patch-merge-label"] = ["ready"],
        ["job-patch-merge-label-null"] = ["ready"],
        ["job-patch-json-add"] = ["ready"],
        ["job-patch-json-replace-missing-200"] = ["ready"],
        ["job-patch-strategic-label"] = ["ready"],
        ["job-delete-foreground"] = ["ready"],
        ["job-get-during-foreground"] = ["ready", "active", "terminating"],
        ["pod-list-by-job"] = ["status"],
    };

    public override bool Plays(string name) => true;

    public override bool GoesFirst => true;

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await PlayAllAsync(stage, Creations, cancellationToken);
        await CreateSuspendedAsync(stage, cancellationToken);
        await PlayAllAsync(stage, Lists, cancellationToken);
        await PlayAllAsync(stage, Others, cancellationToken);
        string[] placed = [.. Creations, .. Lists, .. Others, .. Deletions];
        await PlayAllAsync(stage, [.. stage.Recordings.Select(recording => recording.Name).Where(name => !placed.Contains(name, StringComparer.Ordinal) && !others.Any(other => other.Plays(name))).Order(StringComparer.Ordinal)], cancellationToken);
        await PlayAllAsync(stage, Deletions, cancellationToken);
    }

    private static async Task PlayAllAsync(Stage stage, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var recording in names.Select(stage.Find).OfType<Recording>())
        {
            try
            {
                await PlayOneAsync(stage, recording, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
            {
                stage.Settle(recording, exception.Message);
            }
        }
    }

    private static async Task PlayOneAsync(Stage stage, Recording recording, CancellationToken cancellationToken)
    {
        switch (recording.Name)
        {
            case "job-create-413-too-large" or "job-create-422-annotations-too-long":
                await PlayLargeAsync(stage, recording, cancellationToken);
                break;
            case "table-jobs" or "table-pods":
                await PlayTableAsync(stage, recording, cancellationToken);
                break;
            case "job-delete-collection":
                await LeftAsync(stage, recording.Answer.Items("items").Count(), cancellationToken);
                goto default;
            case "job-get":
                await StartedAsync(stage, cancellationToken);
                goto default;
            default:
                await stage.PlayAsync(recording.Name, cancellationToken, IdentityOf(recording), OfTheMoment.GetValueOrDefault(recording.Name, []));
                break;
        }
    }

    /// <summary>Waits until the Job that was created first has its pod.</summary>
    private static async Task StartedAsync(Stage stage, CancellationToken cancellationToken)
    {
        for (var limit = DateTime.UtcNow.AddSeconds(10); DateTime.UtcNow < limit; await Task.Delay(20, cancellationToken))
        {
            if ((await stage.Api.RequireAsync("GET", $"{Jobs}/a", null, cancellationToken)).Number("status", "active") == 1)
            {
                return;
            }
        }
    }

    /// <summary>Waits until only so many of the suspended Jobs are left: one that was orphaned goes when its collector has had its turn.</summary>
    private static async Task LeftAsync(Stage stage, int count, CancellationToken cancellationToken)
    {
        for (var limit = DateTime.UtcNow.AddSeconds(10); DateTime.UtcNow < limit; await Task.Delay(20, cancellationToken))
        {
            if ((await stage.Api.RequireAsync("GET", $"{Jobs}?labelSelector=paperclip.io/agent-id%3Dagent-l", null, cancellationToken)).Items("items").Count() <= count)
            {
                return;
            }
        }
    }

    private static Identity IdentityOf(Recording recording) => recording.Name switch
    {
        "job-list-401" => Identity.Unknown,
        "job-list-403-anonymous" => Identity.Anonymous,
        "rulesreview" or "whoami" => Identity.Runner,
        _ when recording.Name.StartsWith("ssar-", StringComparison.Ordinal) => Identity.Runner,
        _ when recording.AnswerText.Contains("system:serviceaccount:wire:runner", StringComparison.Ordinal) => Identity.Runner,
        _ => Identity.Admin,
    };

    private static async Task CreateSuspendedAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find("job-create-plain") is not { } plain)
        {
            return;
        }

        foreach (var name in Enumerable.Range(0, 5).Select(i => $"l{i}"))
        {
            var job = (JsonObject)JsonNode.Parse(plain.Body!)!;
            job["metadata"]!["name"] = name;
            foreach (var place in (JsonObject[])[job, (JsonObject)job["spec"]!["template"]!])
            {
                place["metadata"]!["labels"] = new JsonObject
                {
                    ["app.kubernetes.io/managed-by"] = "paperclip", ["paperclip.io/run-id"] = name, ["paperclip.io/agent-id"] = "agent-l",
                };
            }

            job["spec"]!["suspend"] = true;
            job["spec"]!["template"]!["spec"]!["containers"]![0]!["command"] = new JsonArray("sh", "-c", "sleep 1");
            await stage.Api.RequireAsync("POST", Jobs, job, cancellationToken);
            while (!(await stage.Api.RequireAsync("GET", $"{Jobs}/{name}", null, cancellationToken)).Items("status", "conditions").Any())
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>The folder holds these bodies shortened.</summary>
    private static async Task PlayLargeAsync(Stage stage, Recording recording, CancellationToken cancellationToken)
    {
        var job = (JsonObject)JsonNode.Parse(stage.Find("job-create-plain")?.Body ?? throw new InvalidOperationException("It needs job-create-plain."))!;
        job["metadata"]!["name"] = recording.Document.Text("request", "body", "metadata", "name") ?? "large";
        job["metadata"]!["annotations"] = new JsonObject { ["note"] = new string('x', recording.Status == 413 ? 3 << 20 : 300_000) };
        var live = await stage.Api.SendAsync("POST", recording.Path, job.ToJsonString(), recording.RequestHeader("content-type"), null, Identity.Admin, cancellationToken);
        stage.Settle(recording, ExchangeComparison.Compare(recording, live, stage.Substitutions));
    }

    /// <summary>Ages, and what a starting pod is at, are of the moment.</summary>
    private static async Task PlayTableAsync(Stage stage, Recording recording, CancellationToken cancellationToken)
    {
        var live = await stage.SendAsync(recording, Identity.Admin, cancellationToken);
        if (live.Json is not { } table || live.Status != recording.Status)
        {
            stage.Settle(recording, $"status: expected {recording.Status} but was {live.Status}");
            return;
        }

        foreach (var (then, now) in recording.Answer.Items("rows").Zip(table.Items("rows")))
        {
            stage.Substitutions.LearnObject(then.At("object"), now.At("object"));
        }

        var expected = JsonNode.Parse(stage.Substitutions.Apply(recording.Answer!.ToJsonString()));
        stage.Settle(recording, Difference.Between(CanonicalForm.Of(Timeless(expected)), CanonicalForm.Of(Timeless(table)), "table"));
    }

    private static JsonNode? Timeless(JsonNode? table)
    {
        foreach (var cells in table.Items("rows").Select(row => row.At("cells")).OfType<JsonArray>())
        {
            var isPod = cells.Count == 9;
            for (var i = 0; i < cells.Count; i++)
            {
                var text = cells[i] is JsonValue value && value.TryGetValue<string>(out var word) ? word : "";
                if (Age().IsMatch(text) || (isPod && i is 1 or 2 or 5 or 6))
                {
                    cells[i] = "<moment>";
                }
            }
        }

        return table;
    }

    [GeneratedRegex(@"^(\d+[smhd])+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Age();
}
