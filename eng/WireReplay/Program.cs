using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;
using Podclip.WireReplay.Scenes;

namespace Podclip.WireReplay;

/// <summary>Replays recordings of a real API server against the embedded cluster and says of each whether they agree.</summary>
internal static class Program
{
    /// <summary>How many scenes go on at once: enough to be done in a minute, few enough for their watches to be in time.</summary>
    private const int AtOnce = 8;

    /// <summary>How often a scene that differs is played again, alone: on a busy machine what goes on side by side comes in another order, as on any cluster.</summary>
    private const int SecondTries = 2;

    private static readonly TimeSpan SceneBound = TimeSpan.FromMinutes(3);

    /// <summary>Arguments: the folder of the recordings, the document with the known differences, and names to play alone.</summary>
    /// <returns>0 if everything agrees, or differs as the document says; 1 if not; 2 if it could not be played.</returns>
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var folder, var document, .. var only] || !Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync("usage: wire.sh DIR [NAME…]");
            return 2;
        }

        var recordings = RecordingFolder.Load(folder);
        var all = SceneList.Of(recordings.Values);
        var scenes = all;
        if (only.Length > 0)
        {
            scenes = [.. recordings.Keys.Where(name => only.Any(part => name.Contains(part, StringComparison.Ordinal))).Select(name => SceneList.Owner(all, name)).Distinct()];
        }

        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            interrupted.Cancel();
        };
        VerdictList verdicts = new();
        await PlayAsync(scenes, recordings, verdicts, interrupted);
        var known = KnownDifferences.Read(document);
        string[] played = [.. recordings.Keys.Where(name => scenes.Contains(SceneList.Owner(all, name)))];
        for (var i = 0; i < SecondTries; i++)
        {
            await PlayAgainAsync([.. played.Where(name => !known.ContainsKey(name) && verdicts.Differs(name))], all, recordings, verdicts, interrupted);
        }

        return Report(played, verdicts, known);
    }

    /// <summary>Plays the scenes of some recordings on a cluster where nothing else goes on.</summary>
    private static async Task PlayAgainAsync(
        string[] names, IReadOnlyList<Scene> all, IReadOnlyDictionary<string, Recording> recordings, VerdictList verdicts, CancellationTokenSource interrupted)
    {
        foreach (var scene in names.GroupBy(name => SceneList.Owner(all, name)))
        {
            VerdictList again = new();
            await PlayAsync([scene.Key], recordings, again, interrupted);
            foreach (var name in scene.Where(name => !again.Differs(name)))
            {
                verdicts.Replace(name, again);
            }
        }
    }

    private static async Task PlayAsync(IReadOnlyList<Scene> scenes, IReadOnlyDictionary<string, Recording> recordings, VerdictList verdicts, CancellationTokenSource interrupted)
    {
        await using var shared = await ReplayCluster.StartAsync(interrupted.Token);
        Substitutions substitutions = new();
        var stage = new Stage(shared, recordings, substitutions, verdicts);
        await Preparation.RunAsync(stage, interrupted.Token);
        foreach (var scene in scenes.Where(scene => scene.GoesFirst))
        {
            await PlayAsync(scene, stage, interrupted.Token);
        }

        await Parallel.ForEachAsync(scenes.Where(scene => !scene.GoesFirst), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = interrupted.Token }, async (scene, _) =>
        {
            await using var own = scene.NeedsOwnCluster ? await ReplayCluster.StartAsync(interrupted.Token) : null;
            await PlayAsync(scene, own is null ? stage : new Stage(own, recordings, new Substitutions(), verdicts), interrupted.Token);
        });
    }

    private static async Task PlayAsync(Scene scene, Stage stage, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(SceneBound);
        try
        {
            await scene.PlayAsync(stage, bound.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{SceneList.Name(scene)}: {exception.GetType().Name}: {exception.Message}");
            if (Environment.GetEnvironmentVariable("WIRE_REPLAY_TRACE") is not null)
            {
                await Console.Error.WriteLineAsync(exception.StackTrace);
            }
        }
    }

    private static int Report(string[] played, VerdictList verdicts, IReadOnlyDictionary<string, string> known)
    {
        var (passed, failed, unexplained) = (0, 0, 0);
        foreach (var name in played.Order(StringComparer.Ordinal))
        {
            if (!verdicts.Differs(name))
            {
                passed++;
                Console.WriteLine(known.ContainsKey(name) ? $"agree    {name} (the documentation says that it differs)" : $"agree    {name}");
            }
            else
            {
                failed++;
                unexplained += known.ContainsKey(name) ? 0 : 1;
                Console.WriteLine($"differs  {name} ({(known.TryGetValue(name, out var reason) ? reason : verdicts[name])})");
            }
        }

        Console.WriteLine($"{passed} passed, {failed} failed");
        return unexplained > 0 ? 1 : 0;
    }
}
