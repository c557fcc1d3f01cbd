using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>The watches of one life, recorded and live.</summary>
internal sealed class LifeStreams(string life, Stage stage, LiveWatch? jobs, LiveWatch? pods, LiveWatch? events)
{
    private bool _hasPod;

    public Recording? JobsThen { get; } = stage.Find($"life-{life}-jobs");

    public Recording? PodsThen { get; } = stage.Find($"life-{life}-pods");

    public Recording? EventsThen { get; } = stage.Find($"life-{life}-events");

    public LiveWatch? Jobs => jobs;

    public LiveWatch? Pods => pods;

    public LiveWatch? Events => events;

    /// <summary>The last recorded states before the Job was deleted.</summary>
    public JsonObject? LastPodBeforeDeletion => PodsThen?.Events.Select(e => e.At("object")).OfType<JsonObject>()
        .TakeWhile(pod => pod.At("metadata", "deletionTimestamp") is null && pod.At("metadata", "finalizers") is not null).LastOrDefault();

    /// <summary>Takes over the name of the first pod, if one was recorded.</summary>
    public async Task LearnPodAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        if (PodsThen?.Events is [var first, ..] && pods is not null && await pods.ReachesAsync(seen => seen.Count > 0, bound, cancellationToken))
        {
            stage.Substitutions.LearnObject(first.At("object"), pods.Events[0].At("object"));
            _hasPod = true;
        }
    }

    /// <summary>Whether a pod was recorded whose name here is not known yet.</summary>
    public bool LacksPod => PodsThen?.Events.Count > 0 && !_hasPod;

    /// <summary>Waits until a pod's state is the recorded one.</summary>
    public async Task PodReachesAsync(Func<JsonObject, bool> condition, TimeSpan bound, CancellationToken cancellationToken)
    {
        if (pods is not null)
        {
            await pods.ReachesAsync(seen => seen.Any(e => e.At("object") is JsonObject pod && condition(pod)), bound, cancellationToken);
        }
    }

    /// <summary>Waits until each watch has told of the last recorded state.</summary>
    public async Task EndAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        foreach (var (then, now) in ((Recording?, LiveWatch?)[])[(JobsThen, jobs), (PodsThen, pods)])
        {
            if (then?.Events is [.., var last] && now is not null)
            {
                await now.ReachesAsync(seen => seen.Any(e => Form(e) == Form(last)), bound, cancellationToken);
            }
        }

        if (EventsThen is { } recorded && events is not null)
        {
            await events.ReachesAsync(seen => EventsDifference(recorded, seen) is null, TimeSpan.FromSeconds(12), cancellationToken);
        }
    }

    public void Settle()
    {
        Settle(JobsThen, jobs, static (then, now, substitutions) => WatchComparison.Compare(then, now, substitutions));
        Settle(PodsThen, pods, static (then, now, substitutions) => WatchComparison.Compare(then, now, substitutions));
        Settle(EventsThen, events, (then, now, _) => EventsDifference(then, now));
    }

    private void Settle(Recording? then, LiveWatch? now, Func<Recording, IReadOnlyList<JsonObject>, Substitutions, string?> compare)
    {
        if (then is not null && now is not null)
        {
            stage.Settle(then, Difference.Between(then.AnswerHeader("content-type") ?? "", now.ContentType ?? "", "content type") ?? compare(then, now.Events, stage.Substitutions));
        }
    }

    private string? EventsDifference(Recording then, IReadOnlyList<JsonObject> now) => EventComparison.Compare(
        Objects(then.Events), Objects(now), stage.Substitutions);

    private static IEnumerable<JsonObject> Objects(IEnumerable<JsonObject> events) => events.Select(e => e.At("object")).OfType<JsonObject>();

    /// <summary>What a last state is known by: how it ended, whatever else may differ.</summary>
    private static string Form(JsonObject e) => string.Join(
        ' ',
        [
            e.Text("type"),
            e.Text("object", "status", "phase"),
            e.Number("object", "metadata", "deletionGracePeriodSeconds")?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            e.Items("object", "metadata", "finalizers").Count().ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. e.Texts("object", "metadata", "finalizers"),
            .. e.Items("object", "status", "conditions").Where(c => c.Text("type") is not "PodReadyToStartContainers").Select(c => c.Text("type") + c.Text("status")).Order(StringComparer.Ordinal),
        ]);
}
