using System.Collections.Concurrent;
using System.Globalization;
using Podclip.Agents;
using Podclip.Agents.Transcripts;
using Podclip.Engine;
using Podclip.LocalCluster.Faults;

namespace Podclip.Soak;

/// <summary>Short runs, many at once, while other things go wrong every few seconds and the engine is let go of now and then.</summary>
/// <param name="stage">Where.</param>
/// <param name="seed">What everything is drawn with.</param>
/// <param name="duration">For how long new runs are started.</param>
internal sealed class SoakSession(SoakStage stage, int seed, TimeSpan duration) : IAsyncDisposable
{
    private const int AtOnce = 8;
    private const long MemoryAllowance = 64L << 20;
    private const string LinePrefix = "line ";
    private static readonly TimeSpan FaultsFor = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan EngineFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RunBound = TimeSpan.FromMinutes(12);

    // What the drawn faults lead to; anything else is worth a line.
    private static readonly HashSet<string> Usual = new(StringComparer.Ordinal)
    {
        "agent_failed", "cancelled", "launch_interrupted", "k8s_pod_gone", "k8s_pod_evicted", "k8s_pod_preempted", "k8s_node_lost",
    };

    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _broken = new();
    private readonly Random _random = new(seed);
    private RunEngine _engine = stage.NewEngine();
    private int _number;
    private int _gaps;
    private int _engines = 1;

    /// <summary>Soaks.</summary>
    public async Task<SoakReport> RunAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        using var over = new CancellationTokenSource(duration);
        var troubles = TroubleAsync(over.Token);
        var replacing = ReplaceAsync(over.Token);
        var memory = MeasureAsync(duration / 4, over.Token);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => WorkAsync(new Random(seed + worker + 1), over.Token)));
        await Task.WhenAll(troubles, replacing);
        await _engine.DisposeAsync();
        foreach (var left in await stage.LeftoversAsync(LeftoverPatience))
        {
            _broken.Enqueue(left);
        }

        var (warm, end) = (await memory, GC.GetTotalMemory(forceFullCollection: true));
        if (end > warm + MemoryAllowance)
        {
            _broken.Enqueue(string.Create(CultureInfo.InvariantCulture, $"memory grew from {warm >> 20} to {end >> 20} MiB"));
        }

        return new SoakReport
        {
            Seed = seed,
            Duration = TimeProvider.System.GetElapsedTime(began),
            Outcomes = _outcomes,
            Gaps = _gaps,
            Engines = _engines,
            Broken = [.. _broken],
            Memory = (warm, end),
        };
    }

    /// <summary>Lets go of the engine.</summary>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private async Task WorkAsync(Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var draft = Draft.Draw(random, Interlocked.Increment(ref _number));
            try
            {
                var seen = await ObserveAsync(draft).WaitAsync(RunBound, CancellationToken.None);
                _outcomes.AddOrUpdate($"{seen.Result.Outcome} {seen.Result.ErrorCode}".TrimEnd(), 1, (_, count) => count + 1);
                Interlocked.Add(ref _gaps, seen.Lines.Contains(Observation.Gap) ? 1 : 0);
                if (seen.Result.ErrorCode is { } code && !Usual.Contains(code))
                {
                    await Console.Error.WriteLineAsync($"run {seen.Draft}: {seen.Result.RunId} {code}: {seen.Result.ErrorMessage} {string.Join(" | ", seen.Result.Evidence.Warnings)}");
                }

                foreach (var broken in RunChecker.Check(seen))
                {
                    _broken.Enqueue(broken);
                    await Console.Error.WriteLineAsync(broken);
                }
            }
            catch (Exception e)
            {
                _broken.Enqueue(string.Create(CultureInfo.InvariantCulture, $"run {draft.Number}: {e.GetType().Name}: {e.Message}"));
            }
        }
    }

    /// <summary>Has one run go through all that happens, and tells what was seen of it.</summary>
    public async Task<Observation> ObserveAsync(Draft draft)
    {
        var run = _engine.Start(draft.ToRequest(stage.Notes));
        var cancel = draft.CancelAfter is { } after ? Task.Delay(after) : Task.Delay(Timeout.Infinite);
        var isCancelled = false;
        while (true)
        {
            if (!isCancelled && draft.CancelAfter is not null && await Task.WhenAny(run.Completion, cancel) == cancel)
            {
                run.Cancel();
                isCancelled = true;
            }

            try
            {
                var result = await run.Completion;
                var seen = await ReadAsync(run, draft, result);
                _engine.Forget(run);
                return seen;
            }
            catch (OperationCanceledException)
            {
                // Its engine was let go of: the run is taken up by the next one, and a cancel that may not have arrived is asked for again.
                var engine = _engine;
                run = engine.Attach(engine.Find(run.Id)!, AgentCatalogue.Get("shell"));
                isCancelled = false;
            }
        }
    }

    private async Task<Observation> ReadAsync(Run run, Draft draft, RunResult result)
    {
        List<int> lines = [];
        var (ends, shows) = (0, false);
        await foreach (var happened in run.FollowAsync(0, CancellationToken.None))
        {
            switch (happened)
            {
                case RunEvent.Entry { Value: TranscriptEntry.Output output }:
                    shows |= output.Text.Contains(Draft.Canary, StringComparison.Ordinal);
                    if (output.Text.StartsWith(LinePrefix, StringComparison.Ordinal))
                    {
                        lines.Add(int.Parse(output.Text.Split(' ')[1], CultureInfo.InvariantCulture));
                    }

                    break;
                case RunEvent.Gap:
                    lines.Add(Observation.Gap);
                    break;
                case RunEvent.Finished:
                    ends++;
                    break;
                default:
                    break;
            }
        }

        var file = Path.Combine(stage.Notes, draft.Number.ToString(CultureInfo.InvariantCulture));
        var notes = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
        File.Delete(file);
        return new Observation
        {
            Draft = draft,
            Result = result,
            Lines = lines,
            Ends = ends,
            ShowsCanary = shows,
            Starts = notes.Count(note => note == "start"),
            IsDone = notes.Contains("done", StringComparer.Ordinal),
            Overlaps = notes.Contains("overlap", StringComparer.Ordinal),
        };
    }

    private async Task TroubleAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            stage.Use(_random.Next(4) == 0 ? FaultScript.None : FaultPalette.Draw(_random));
            await Task.Delay(FaultsFor, over).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        stage.Use(FaultScript.None);
    }

    private async Task ReplaceAsync(CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(EngineFor, over).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (over.IsCancellationRequested)
            {
                return;
            }

            var former = _engine;
            _engine = stage.NewEngine();
            _engines++;
            await former.DisposeAsync();
        }
    }

    private static async Task<long> MeasureAsync(TimeSpan after, CancellationToken over)
    {
        await Task.Delay(after, over);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
