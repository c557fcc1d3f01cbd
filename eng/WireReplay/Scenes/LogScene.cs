using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>Logs of pods that write what the recorded ones wrote.</summary>
internal sealed partial class LogScene : Scene
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    /// <summary>When the one-shot logs were taken, eight lines of each stream were there, of which the last two were a second old at most.</summary>
    private const string Counting =
        "i=1; while [ $i -le 24 ]; do echo line $i; echo err $i >&2; case $i in 1) sleep 1.1;; 6) sleep 2.5;; 8) sleep 4;; *) sleep 0.05;; esac; i=$((i+1)); done";

    private static readonly string[] OfOthers = ["log-204-", "log-400-createcontainer", "log-400-errimage", "log-400-imagepull", "log-400-invalidimage", "log-404-after", "log-follow-job-deleted", "log-403", "log-404-pod"];

    public override bool Plays(string name) => name.StartsWith("log-", StringComparison.Ordinal) && !OfOthers.Any(other => name.StartsWith(other, StringComparison.Ordinal));

    public override Task PlayAsync(Stage stage, CancellationToken cancellationToken) => Task.WhenAll(
        PlayRunningAsync(stage, cancellationToken),
        PlayOddAsync(stage, cancellationToken),
        PlayTwoAsync(stage, cancellationToken),
        PlayWaitingAsync(stage, cancellationToken),
        PlayDeletedAsync(stage, cancellationToken));

    private static async Task PlayRunningAsync(Stage stage, CancellationToken cancellationToken)
    {
        var job = ScriptJob.Create("lg-run", "wire", ScriptJob.Container(Counting));
        Learn(stage, "lg-run", await ScriptJob.StartAsync(stage, job, ScriptJob.Runs, cancellationToken));
        string[] follows = ["log-follow-timestamps-running", "log-follow-no-timestamps"];
        List<(Recording Recording, LiveLog Log)> open = [];
        foreach (var recording in follows.Select(stage.Find).OfType<Recording>())
        {
            open.Add((recording, await FollowAsync(stage, recording, cancellationToken)));
        }

        if (open.Count > 0)
        {
            await open[0].Log.ReachesAsync("err 8", Bound, cancellationToken);
        }

        await PlayOneShotsAsync(stage, cancellationToken);
        foreach (var (recording, log) in open)
        {
            await SettleAsync(stage, recording, log, cancellationToken);
        }

        foreach (var recording in ((string[])["log-follow-finished", "log-follow-limitbytes"]).Select(stage.Find).OfType<Recording>())
        {
            await SettleAsync(stage, recording, await FollowAsync(stage, recording, cancellationToken), cancellationToken);
        }
    }

    private static async Task PlayOneShotsAsync(Stage stage, CancellationToken cancellationToken)
    {
        var plain = stage.Find("log-full-timestamps");
        var full = plain is null ? null : await stage.SendAsync(plain, Identity.Admin, cancellationToken);
        var running = stage.Recordings.Where(r => r.Path.Contains("/pods/lg-run-", StringComparison.Ordinal) && !r.IsStream).OrderBy(r => !r.Name.StartsWith("log-since", StringComparison.Ordinal));
        foreach (var recording in running)
        {
            if (recording.Path.Contains("sinceTime=2026", StringComparison.Ordinal) && full is not null && recording.Status == 200)
            {
                LearnTime(stage, plain!, full);
            }

            var live = await stage.SendAsync(recording, Identity.Admin, cancellationToken);
            stage.Settle(recording, recording.Status == 200 && live.Status == 200
                ? Difference.Between(recording.AnswerHeader("content-type") ?? "", live.Header("Content-Type") ?? "", "content type")
                    ?? LogComparison.Compare(Encoding.UTF8.GetBytes(recording.AnswerText), live.Bytes)
                : ExchangeComparison.Compare(recording, live, stage.Substitutions));
        }
    }

    /// <summary>The time asked for is that of a line: the fourth one, whole or cut to its second.</summary>
    private static void LearnTime(Stage stage, Recording plain, LiveAnswer full)
    {
        const int Line = 3;
        var then = plain.AnswerText.Split('\n')[Line].Split(' ')[0];
        var now = full.Text.Split('\n')[Line].Split(' ')[0];
        stage.Substitutions.Learn(Uri.EscapeDataString(then), Uri.EscapeDataString(now));
        stage.Substitutions.Learn("sinceTime=" + Uri.EscapeDataString(Seconds(then)), "sinceTime=" + Uri.EscapeDataString(Seconds(now)));
    }

    private static string Seconds(string time) => time[..time.IndexOf('.', StringComparison.Ordinal)] + "Z";

    /// <summary>The container writes the recorded bytes; the first line with the carriage return that the runtime took away.</summary>
    private static async Task PlayOddAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find("log-odd-oneshot") is not { } content)
        {
            return;
        }

        const string First = "crlf line\n";
        var bytes = content.Bytes;
        byte[] written = [.. Encoding.ASCII.GetBytes(First.Replace("\n", "\r\n", StringComparison.Ordinal)), .. bytes.AsSpan(First.Length)];
        await stage.Api.RequireAsync("POST", "/api/v1/namespaces/wire/configmaps", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "odd" }, ["binaryData"] = new JsonObject { ["out"] = Convert.ToBase64String(written) },
        }, cancellationToken);
        var container = ScriptJob.Container("sleep 0.5; cat /odd/out");
        container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "odd", ["mountPath"] = "/odd" });
        var job = ScriptJob.Create("lg-odd", "wire", container);
        job["spec"]!["template"]!["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "odd", ["configMap"] = new JsonObject { ["name"] = "odd" } });
        Learn(stage, "lg-odd", await ScriptJob.StartAsync(stage, job, ScriptJob.HasStarted, cancellationToken));
        foreach (var recording in ((string[])["log-odd-follow-timestamps", "log-odd-oneshot-timestamps", "log-odd-oneshot"]).Select(stage.Find).OfType<Recording>())
        {
            await SettleAsync(stage, recording, await FollowAsync(stage, recording, cancellationToken), cancellationToken);
        }
    }

    private static async Task PlayTwoAsync(Stage stage, CancellationToken cancellationToken)
    {
        var job = ScriptJob.Create("lg-two", "wire", ScriptJob.Container("sleep 1"), ScriptJob.Container("sleep 1", "side"));
        job["spec"]!["template"]!["spec"]!["initContainers"] = new JsonArray(ScriptJob.Container("echo from init; sleep 1.5", "ini"));
        static bool Initializes(JsonNode pod) => pod.Items("status", "initContainerStatuses").Any(c => c.At("state", "running") is not null);
        Learn(stage, "lg-two", await ScriptJob.StartAsync(stage, job, Initializes, cancellationToken));
        await stage.PlayAsync("log-400-podinitializing", cancellationToken);
        await stage.PlayAsync("log-400-name-required", cancellationToken);
        await Task.Delay(500, cancellationToken);
        await stage.PlayAsync("log-init-container", cancellationToken);
    }

    private static async Task PlayWaitingAsync(Stage stage, CancellationToken cancellationToken)
    {
        var container = ScriptJob.Container("echo x");
        container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "s", ["mountPath"] = "/s" });
        var job = ScriptJob.Create("lg-cc", "wire", container);
        job["spec"]!["template"]!["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "s", ["secret"] = new JsonObject { ["secretName"] = "never-there" } });
        static bool Creates(JsonNode pod) => pod.Items("status", "containerStatuses").Any();
        Learn(stage, "lg-cc", await ScriptJob.StartAsync(stage, job, Creates, cancellationToken));
        await stage.PlayAsync("log-400-containercreating", cancellationToken);
        await stage.Api.RequireAsync("DELETE", "/apis/batch/v1/namespaces/wire/jobs/lg-cc?propagationPolicy=Background", null, cancellationToken);
    }

    private static async Task PlayDeletedAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find("log-follow-pod-deleted") is not { } recording)
        {
            return;
        }

        // As many lines as were recorded, then nothing more until it is told to end.
        var count = Encoding.UTF8.GetString(recording.Bytes).Split('\n').Count(line => line.EndsWith(" t", StringComparison.Ordinal));
        var script = string.Create(CultureInfo.InvariantCulture, $"trap 'echo bye; exit 0' TERM; i=0; while [ $i -lt {count} ]; do echo t; i=$((i+1)); done; while :; do sleep 0.1; done");
        var pod = await ScriptJob.StartAsync(stage, ScriptJob.Create("lg-del", "wire", ScriptJob.Container(script)), ScriptJob.Runs, cancellationToken);
        Learn(stage, "lg-del", pod);
        var log = await FollowAsync(stage, recording, cancellationToken);
        await Task.Delay(500, cancellationToken);
        await stage.Api.RequireAsync("DELETE", $"/api/v1/namespaces/wire/pods/{pod}", null, cancellationToken);
        await SettleAsync(stage, recording, log, cancellationToken);
        while ((await stage.Api.SendAsync("GET", $"/api/v1/namespaces/wire/pods/{pod}", null, null, null, Identity.Admin, cancellationToken)).Status != 404)
        {
            await Task.Delay(50, cancellationToken);
        }

        await stage.PlayAsync("log-404-deleted-pod", cancellationToken);
    }

    private static Task<LiveLog> FollowAsync(Stage stage, Recording recording, CancellationToken cancellationToken) =>
        LiveLog.OpenAsync(stage.Api, stage.Substitutions.Apply(recording.Path), cancellationToken);

    private static async Task SettleAsync(Stage stage, Recording recording, LiveLog log, CancellationToken cancellationToken)
    {
        await log.EndedAsync(Bound, cancellationToken);
        stage.Settle(recording, LogComparison.Compare(recording, log));
        log.Dispose();
    }

    /// <summary>Takes over a pod's name from the paths that hold it.</summary>
    private static void Learn(Stage stage, string job, string pod)
    {
        foreach (var recorded in stage.Recordings.Select(r => GeneratedName().Match(r.Path)).Where(m => m.Success && m.Groups["job"].Value == job))
        {
            stage.Substitutions.Learn(recorded.Groups["pod"].Value, pod);
        }
    }

    [GeneratedRegex("/pods/(?<pod>(?<job>lg-[a-z]+)-[a-z0-9]{5})/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GeneratedName();
}
