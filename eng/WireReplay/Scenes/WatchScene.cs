using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>Watches of one namespace in all their forms, all open while a Job there is labelled, and another one comes and goes.</summary>
internal sealed class WatchScene : Scene
{
    private const string Jobs = "/apis/batch/v1/namespaces/wire2/jobs";
    private const string MergePatch = "application/merge-patch+json";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly string[] Streams =
    [
        "watch-bookmark-timeout10", "watch-fieldselector-name", "watch-future-rv", "watch-initial-events", "watch-selector", "watch-table", "watch-timeout3-no-rv",
        "watch-timeout3-rv0",
    ];

    public override bool Plays(string name) => Streams.Contains(name, StringComparer.Ordinal) || name is "watch-list-first" or "watch-path-legacy" or "job-list-rv0";

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await CreateAsync(stage, "bm", cancellationToken);
        await SuspendedAsync(stage, "bm", cancellationToken);
        var first = await stage.PlayAsync("watch-list-first", cancellationToken);
        var version = (first?.Json ?? await stage.Api.RequireAsync("GET", Jobs, null, cancellationToken)).Text("metadata", "resourceVersion")!;

        Dictionary<Recording, LiveWatch> open = [];
        foreach (var recording in Streams.Select(stage.Find).OfType<Recording>())
        {
            var path = recording.Name == "watch-future-rv" ? recording.Path : RecordedPath.WithVersion(recording.Path, recording.Path.Contains("resourceVersion=0", StringComparison.Ordinal) ? "0" : version);
            open[recording] = await LiveWatch.OpenAsync(stage.Api, path, recording.RequestHeader("accept"), cancellationToken);
        }

        await Task.Delay(200, cancellationToken);
        await ChangeAsync(stage, cancellationToken);
        foreach (var (recording, watch) in open)
        {
            await watch.EndedAsync(Bound, cancellationToken);
            stage.Settle(recording, Compare(stage, recording, watch));
            watch.Dispose();
        }

        await PlayLegacyAsync(stage, cancellationToken);
        await stage.PlayAsync("job-list-rv0", cancellationToken);
    }

    private static async Task ChangeAsync(Stage stage, CancellationToken cancellationToken)
    {
        foreach (var labels in (string[])["""{"tier":"x"}""", """{"a":"1"}""", """{"tier":"y"}""", """{"tier":null}"""])
        {
            await stage.Api.RequireAsync("PATCH", $"{Jobs}/bm", JsonNode.Parse("{\"metadata\":{\"labels\":" + labels + "}}"), cancellationToken, MergePatch);
            await Task.Delay(150, cancellationToken);
        }

        await CreateAsync(stage, "bm2", cancellationToken);
        await SuspendedAsync(stage, "bm2", cancellationToken);
        await stage.Api.RequireAsync("DELETE", $"{Jobs}/bm2?propagationPolicy=Background", null, cancellationToken);
    }

    private static string? Compare(Stage stage, Recording recording, LiveWatch watch)
    {
        var basics = recording.Status != watch.Status
            ? $"status: expected {recording.Status} but was {watch.Status}"
            : Difference.Between(recording.AnswerHeader("content-type") ?? "", watch.ContentType ?? "", "content type") ?? Difference.Between(recording.End!, watch.End ?? "", "end");
        return basics ?? (recording.Name == "watch-table" ? CompareTables(recording, watch) : WatchComparison.Compare(recording, watch.Events, stage.Substitutions));
    }

    /// <summary>The rows' ages are of the moment.</summary>
    private static string? CompareTables(Recording recording, LiveWatch watch)
    {
        static string Form(IEnumerable<JsonObject> events) => string.Join('\n', events.Select(e =>
        {
            var copy = e.Copy();
            foreach (var cells in copy.Items("object", "rows").Select(row => row.At("cells")).OfType<JsonArray>())
            {
                cells[4] = "<age>";
            }

            return CanonicalForm.Of(copy);
        }));

        return Difference.Between(Form(recording.Events), Form(watch.Events), "events");
    }

    private static async Task PlayLegacyAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find("watch-path-legacy") is { } recording)
        {
            using var watch = await LiveWatch.OpenAsync(stage.Api, recording.Path, recording.RequestHeader("accept"), cancellationToken);
            await watch.EndedAsync(Bound, cancellationToken);
            stage.Settle(recording, Compare(stage, recording, watch));
        }
    }

    private static async Task CreateAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        var recorded = stage.Find("watch-list-first")?.Answer.Items("items").FirstOrDefault();
        var container = recorded?["spec"]?["template"]?["spec"]?["containers"]?[0]?.DeepClone() ?? ScriptJob.Container("echo x");
        var job = ScriptJob.Create(name, "wire2", container);
        job["spec"]!["suspend"] = true;
        if (recorded?["spec"]?["backoffLimit"] is { } limit)
        {
            job["spec"]!["backoffLimit"] = limit.DeepClone();
        }

        await stage.Api.RequireAsync("POST", Jobs, job, cancellationToken);
    }

    private static async Task SuspendedAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        while (!(await stage.Api.RequireAsync("GET", $"{Jobs}/{name}", null, cancellationToken)).Items("status", "conditions").Any())
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}
