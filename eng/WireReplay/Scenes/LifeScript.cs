using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>What was done to a Job on its way, and which other recordings were taken meanwhile.</summary>
internal sealed record LifeScript
{
    /// <summary>Long enough for the Job to have told that its pod is ready.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    /// <summary>Recordings of single requests, played when the pod is where it stayed.</summary>
    private string[] Meanwhile { get; init; } = [];

    /// <summary>The recording of what was done, played once the pod runs.</summary>
    private string? Deed { get; init; }

    /// <summary>A log that was followed through the deed.</summary>
    private string? Log { get; init; }

    /// <summary>Recordings of single requests, played when all is over.</summary>
    private string[] Afterwards { get; init; } = [];

    /// <summary>The Job is deleted by the recorder, without a recording of it, with this propagation.</summary>
    private string? Deletion { get; init; }

    /// <summary>Whether the deed waits for the pod to be where it stayed.</summary>
    private bool WaitsForPod { get; init; } = true;

    /// <summary>Whether the Job starts a pod without the deed.</summary>
    public bool StartsItself { get; private init; } = true;

    /// <summary>How long the recorder let it be before the deed.</summary>
    private TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(300);

    public static LifeScript Of(string life) => life switch
    {
        "job-deleted-midrun" => new() { Deed = "job-delete-midrun", Log = "log-follow-job-deleted-midrun", Pause = Settled },
        "job-deleted-orphan" => new() { Deed = "job-delete-orphan-midrun", Pause = Settled },
        "job-deleted-foreground" => new() { Deletion = "Foreground", Pause = Settled },
        "pod-deleted-term" => new() { Deed = "pod-delete-pod-deleted-term", Afterwards = ["log-404-after-pod-deletion"] },
        "pod-deleted-kill" => new() { Deed = "pod-delete-pod-deleted-kill" },
        "pod-deleted-force" => new() { Deed = "pod-delete-pod-deleted-force" },
        "evicted" => new() { Deed = "pod-eviction-create" },
        "secretlate-env" => new() { Deed = "secretlate-env-secret", WaitsForPod = false, Pause = TimeSpan.FromSeconds(3) },
        "secretlate-vol" => new() { Deed = "secretlate-vol-secret", WaitsForPod = false, Pause = TimeSpan.FromSeconds(3) },
        "suspended" => new() { Deed = "suspended-unsuspend", WaitsForPod = false, StartsItself = false },
        "createcontainerconfigerror" => new() { Meanwhile = ["log-400-createcontainerconfigerror"], Deletion = "Background" },
        "errimageneverpull" => new() { Meanwhile = ["log-400-errimageneverpull"], Deletion = "Background" },
        "invalidimagename" => new() { Meanwhile = ["log-400-invalidimagename"], Deletion = "Background" },
        "imagepull" => new()
        {
            Meanwhile = ["log-400-imagepull"],
            Deletion = "Background",
            Afterwards = ["events-core-failedpull", "events-core-fieldselector-pod", "events-v1-failedpull"],
        },
        "unschedulable" => new() { Meanwhile = ["log-204-unscheduled"], Deletion = "Background" },
        "sched-eventsv1" => new()
        {
            Deletion = "Background", Pause = TimeSpan.FromSeconds(2),
            Afterwards = ["events-core-failedscheduling", "events-v1-failedscheduling", "watch-events-v1-failedscheduling"],
        },
        "psa-violating" => new() { Pause = TimeSpan.FromSeconds(4), Afterwards = ["psa-job-get-violating", "psa-events-failedcreate"] },
        _ => new(),
    };

    public bool Plays(string name) => name == Deed || name == Log || Meanwhile.Contains(name, StringComparer.Ordinal) || Afterwards.Contains(name, StringComparer.Ordinal);

    /// <summary>Does what was done. Answers the log that was followed, if one was.</summary>
    public async Task<LiveLog?> RunAsync(Stage stage, LifeStreams streams, CancellationToken cancellationToken)
    {
        if (streams.LastPodBeforeDeletion is { } stay && WaitsForPod && (Deed ?? Deletion) is not null)
        {
            await streams.PodReachesAsync(pod => Where(pod) == Where(stay), Bound, cancellationToken);
        }

        var log = Log is not null && stage.Find(Log) is { } recorded ? await LiveLog.OpenAsync(stage.Api, stage.Substitutions.Apply(recorded.Path), cancellationToken) : null;
        await Task.Delay(Pause, cancellationToken);
        foreach (var name in Meanwhile)
        {
            await stage.PlayAsync(name, cancellationToken);
        }

        if (Deed is not null)
        {
            await stage.PlayAsync(Deed, cancellationToken);
        }

        if (Deletion is not null && stage.Find($"life-{Life(streams)}-post") is { } post)
        {
            await stage.Api.RequireAsync("DELETE", $"{post.Path}/{post.Document.Text("request", "body", "metadata", "name")}?propagationPolicy={Deletion}", null, cancellationToken);
        }

        return log;
    }

    /// <summary>Plays what was recorded when all was over.</summary>
    public async Task FinishAsync(Stage stage, LiveLog? log, CancellationToken cancellationToken)
    {
        if (log is not null && stage.Find(Log!) is { } recorded)
        {
            await log.EndedAsync(Bound, cancellationToken);
            stage.Settle(recorded, LogComparison.Compare(recorded, log));
        }

        foreach (var recording in Afterwards.Select(stage.Find).OfType<Recording>())
        {
            await PlayAfterwardsAsync(stage, recording, cancellationToken);
        }
    }

    private static async Task PlayAfterwardsAsync(Stage stage, Recording recording, CancellationToken cancellationToken)
    {
        if (recording.IsStream)
        {
            using var watch = await LiveWatch.OpenAsync(stage.Api, recording.Path, recording.RequestHeader("accept"), cancellationToken);
            await watch.EndedAsync(Bound, cancellationToken);
            stage.Settle(recording, Difference.Between(recording.End!, watch.End!, "end")
                ?? EventComparison.Compare(recording.Events.Select(e => (JsonObject)e["object"]!), watch.Objects, stage.Substitutions));
        }
        else if (recording.Answer.Text("kind") == "EventList")
        {
            var live = await stage.SendAsync(recording, Identity.Admin, cancellationToken);
            stage.Settle(recording, live.Status != recording.Status
                ? $"status {live.Status}"
                : Difference.Between(CanonicalForm.Of(recording.Answer, "items"), CanonicalForm.Of(live.Json, "items"), "list")
                    ?? EventComparison.Compare(recording.Answer.Items("items"), live.Json.Items("items"), stage.Substitutions));
        }
        else
        {
            await stage.PlayAsync(recording.Name, cancellationToken);
        }
    }

    private static string Life(LifeStreams streams) => streams.JobsThen!.Name["life-".Length..^"-jobs".Length];

    /// <summary>Where a pod stands: its phase, and what its containers do.</summary>
    private static string Where(JsonObject pod) => pod.Text("status", "phase") + string.Concat(
        pod.Items("status", "containerStatuses").SelectMany(c => c.At("state") as JsonObject ?? []).Select(state => " " + state.Key + " " + state.Value.Text("reason")));
}
