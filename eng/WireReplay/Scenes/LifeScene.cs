using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>One Job from its creation to its end, seen through watches of Jobs, Pods and Events, with what was done to it on its way.</summary>
internal sealed class LifeScene(string life) : Scene
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    private readonly LifeScript _script = LifeScript.Of(life);

    public string Life => life;

    public override bool Plays(string name) =>
        name == $"life-{life}-post" || name == $"life-{life}-jobs" || name == $"life-{life}-pods" || name == $"life-{life}-events" || _script.Plays(name);

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (stage.Find($"life-{life}-post") is not { } post)
        {
            return;
        }

        using var jobs = await WatchAsync(stage, "jobs", cancellationToken);
        using var pods = await WatchAsync(stage, "pods", cancellationToken);
        using var events = await WatchAsync(stage, "events", cancellationToken);
        var streams = new LifeStreams(life, stage, jobs, pods, events);

        await stage.PlayAsync(post.Name, cancellationToken);
        if (_script.StartsItself)
        {
            await streams.LearnPodAsync(Bound, cancellationToken);
        }

        using var log = await _script.RunAsync(stage, streams, cancellationToken);
        if (streams.LacksPod)
        {
            await streams.LearnPodAsync(Bound, cancellationToken);
        }

        await streams.EndAsync(Bound, cancellationToken);
        await Task.Delay(Quiet, cancellationToken);
        streams.Settle();
        await _script.FinishAsync(stage, log, cancellationToken);
    }

    private async Task<LiveWatch?> WatchAsync(Stage stage, string kind, CancellationToken cancellationToken)
    {
        if (stage.Find($"life-{life}-{kind}") is not { } recording)
        {
            return null;
        }

        // From now on, as the recorder did: its own version means nothing here.
        var list = await stage.Api.RequireAsync("GET", recording.Path.Split('?')[0] + "?limit=1", null, cancellationToken);
        var path = RecordedPath.WithVersion(recording.Path, list.Text("metadata", "resourceVersion")!);
        return await LiveWatch.OpenAsync(stage.Api, path, recording.RequestHeader("accept"), cancellationToken);
    }
}
