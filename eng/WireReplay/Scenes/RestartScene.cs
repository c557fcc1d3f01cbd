using System.Text;
using System.Text.RegularExpressions;
using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>The API server goes and comes back: how open streams end, how they are taken up again, and what is too old by then.</summary>
internal sealed partial class RestartScene : Scene
{
    private const string Jobs = "/apis/batch/v1/namespaces/wire/jobs";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public override bool Plays(string name) =>
        name.StartsWith("restart-", StringComparison.Ordinal) || name is "list-expired-page1" or "list-continue-410" or "list-exact-old-rv-410" or "watch-410-too-old";

    public override bool NeedsOwnCluster => true;

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.Api.RequireAsync("POST", "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "wire" } }, cancellationToken);
        await PlayPageAsync(stage, cancellationToken);
        await PlayRestartAsync(stage, "restart-kill", "rs-kill", token => stage.Cluster.KillAsync(token), cancellationToken);
        await stage.PlayAsync("list-continue-410", cancellationToken);
        await stage.PlayAsync("list-exact-old-rv-410", cancellationToken);
        await PlayTooOldAsync(stage, cancellationToken);
        await PlayRestartAsync(stage, "restart-term", "rs2-term", token => stage.Cluster.TerminateAsync(token), cancellationToken);
    }

    private static async Task PlayPageAsync(Stage stage, CancellationToken cancellationToken)
    {
        var recorded = stage.Find("list-expired-page1")?.Answer.Items("items").FirstOrDefault();
        foreach (var name in (string[])["z0", "z1", "z2"])
        {
            var job = ScriptJob.Create(name, "wire", recorded?["spec"]?["template"]?["spec"]?["containers"]?[0]?.DeepClone() ?? ScriptJob.Container("echo x"));
            job["spec"]!["suspend"] = true;
            await stage.Api.RequireAsync("POST", Jobs, job, cancellationToken);
            while (!(await stage.Api.RequireAsync("GET", $"{Jobs}/{name}", null, cancellationToken)).Items("status", "conditions").Any())
            {
                await Task.Delay(20, cancellationToken);
            }
        }

        var live = await stage.PlayAsync("list-expired-page1", cancellationToken);
        if (stage.Find("list-exact-old-rv-410") is { } exact)
        {
            stage.Substitutions.Learn(Version().Match(exact.Path).Value, "resourceVersion=" + live?.Json.Text("metadata", "resourceVersion"));
        }
    }

    private static async Task PlayTooOldAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find("watch-410-too-old") is { } recording)
        {
            using var watch = await LiveWatch.OpenAsync(stage.Api, recording.Path, recording.RequestHeader("accept"), cancellationToken);
            await watch.EndedAsync(Bound, cancellationToken);
            stage.Settle(recording, Difference.Between(recording.End!, watch.End ?? "", "end") ?? WatchComparison.Compare(recording, watch.Events, stage.Substitutions));
        }
    }

    private static async Task PlayRestartAsync(Stage stage, string names, string job, Func<CancellationToken, Task> end, CancellationToken cancellationToken)
    {
        const string Script = "i=1; while :; do echo line $i; i=$((i+1)); sleep 0.25; done";
        var pod = await ScriptJob.StartAsync(stage, ScriptJob.Create(job, "wire", ScriptJob.Container(Script)), ScriptJob.Runs, cancellationToken);
        foreach (var name in stage.Recordings.Select(r => PodName().Match(r.Path)).Where(m => m.Success && m.Groups["job"].Value == job))
        {
            stage.Substitutions.Learn(name.Groups["pod"].Value, pod);
        }

        if (stage.Find($"{names}-log-follow") is not { } followed || stage.Find($"{names}-watch-pods") is not { } watched)
        {
            return;
        }

        var version = (await stage.Api.RequireAsync("GET", "/api/v1/namespaces/wire/pods", null, cancellationToken)).Text("metadata", "resourceVersion")!;
        using var watch = await LiveWatch.OpenAsync(stage.Api, RecordedPath.WithVersion(watched.Path, version), watched.RequestHeader("accept"), cancellationToken);
        using var log = await LiveLog.OpenAsync(stage.Api, stage.Substitutions.Apply(followed.Path), cancellationToken);
        await log.ReachesAsync("line 9\n", Bound, cancellationToken);

        // As recorded: the cluster's version was a little further than the watch when it ended.
        await stage.Api.RequireAsync("POST", "/api/v1/namespaces/wire/configmaps", new JsonObject { ["metadata"] = new JsonObject { ["name"] = names } }, cancellationToken);
        await end(cancellationToken);
        await Task.WhenAll(watch.EndedAsync(Bound, cancellationToken), log.EndedAsync(Bound, cancellationToken));

        // Of the watches' ends the recorder could not tell one from the other.
        stage.Settle(followed, Ended(followed, log.End) ?? Difference.Between("line 1, line 2, …", Unbroken(log.Text, 1), "lines"));
        stage.Settle(watched, WatchComparison.Compare(watched, watch.Events, stage.Substitutions));

        await stage.Cluster.StartAgainAsync(cancellationToken);
        await ResumeAsync(stage, names, version, log.Text, cancellationToken);
    }

    private static async Task ResumeAsync(Stage stage, string names, string version, string before, CancellationToken cancellationToken)
    {
        if (stage.Find($"{names}-watch-resumed") is { } watched)
        {
            using var watch = await LiveWatch.OpenAsync(stage.Api, RecordedPath.WithVersion(watched.Path, version), watched.RequestHeader("accept"), cancellationToken);
            await watch.ReachesAsync(seen => seen.Count > 0, TimeSpan.FromSeconds(5), cancellationToken);
            stage.Settle(watched, WatchComparison.Compare(watched, watch.Events, stage.Substitutions));
        }

        if (stage.Find($"{names}-log-resumed") is not { } followed)
        {
            return;
        }

        // From the second of the last line on: the lines of that second come again, none is missing.
        var last = before.TrimEnd('\n').Split('\n')[^1];
        var second = last.Split('.')[0] + "Z";
        using var log = await LiveLog.OpenAsync(stage.Api, RecordedPath.WithSinceTime(stage.Substitutions.Apply(followed.Path), second), cancellationToken);
        var lastNumber = int.Parse(last.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
        await log.ReachesAsync($"line {lastNumber + 3}\n", Bound, cancellationToken);
        var first = before.Split('\n').Where(line => string.CompareOrdinal(line, second[..^1]) >= 0).Select(line => line.Split(' ')[^1]).First(word => word.Length > 0);
        stage.Settle(followed, Difference.Between($"line {first}, line {int.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + 1}, …", Unbroken(log.Text, int.Parse(first, System.Globalization.CultureInfo.InvariantCulture)), "lines"));
    }

    /// <summary>A stream that broke is a stream that broke, whatever a client calls it.</summary>
    private static string? Ended(Recording recording, string? end) =>
        Difference.Between(recording.End == "eof" ? "eof" : "cut", end ?? "none", "end");

    /// <summary>Whether the lines count from a number on without a gap.</summary>
    private static string Unbroken(string log, int from)
    {
        var expected = from;
        foreach (var line in Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(log)).Split('\n')[..^1])
        {
            if (line.Split(' ', 2)[1] != $"line {expected++}")
            {
                return line;
            }
        }

        return $"line {from}, line {from + 1}, …";
    }

    [GeneratedRegex("/pods/(?<pod>(?<job>rs2?-[a-z]+)-[a-z0-9]{5})/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PodName();

    [GeneratedRegex(@"resourceVersion=\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
