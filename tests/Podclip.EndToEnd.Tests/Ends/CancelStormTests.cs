using System.Globalization;
using System.Text;
using Podclip.Agents;
using Podclip.Engine;
using Podclip.Engine.Journal;
using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>
/// Many runs, each cancelled, hurried, or abandoned and taken up again at a random moment of its life: some by the engine's interface, some as a
/// process that gets Ctrl-C, gets it twice, or is killed and attached to.
/// </summary>
public sealed class CancelStormTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const int Runs = 200;
    private const int AtOnce = 4;

    // A length that no other process sleeps.
    private const string Nap = "0.25417";
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(900);

    /// <summary>A process needs this time before it does anything.</summary>
    private static readonly TimeSpan ProcessStart = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Needs", "time")]
    public async Task R22_Nothing_is_left_and_every_verdict_is_right_whatever_the_moment()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"cancel storm: seed {seed}");
        var random = new Random(seed);
        using var stage = await EndStage.CreateAsync(cluster, "storm");
        using var work = new TemporaryDirectory();
        using var state = new TemporaryDirectory();
        File.SetUnixFileMode(work.Path, (UnixFileMode)0x1ff);
        var plans = Enumerable.Range(0, Runs).Select(i => (Index: i, Delay: LongestDelay * random.NextDouble(), Way: random.Next(6))).ToList();
        var outcomes = new RunOutcome?[Runs];
        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Token }, async (plan, _) =>
        {
            var (result, began, ended) = plan.Way < 3
                ? await RunAsync(stage, state.Path, work.Path, plan.Index, plan.Delay, plan.Way)
                : await RunProcessAsync(stage, plan.Index, ProcessStart + plan.Delay, plan.Way);
            outcomes[plan.Index] = result?.Outcome;
            var about = $"seed {seed}, run {plan.Index}, way {plan.Way} after {plan.Delay.TotalMilliseconds:0} ms: {result?.Outcome} ({result?.ErrorCode}) {result?.ErrorMessage}; began {began}, ended {ended}";
            Assert.True(IsRight(result, began, ended), about);
        });

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", plans.GroupBy(plan => (plan.Way, Outcome: outcomes[plan.Index]?.ToString() ?? "no run"))
            .OrderBy(group => group.Key.Way).Select(group => $"way {group.Key.Way} {group.Key.Outcome}: {group.Count()}")));
        Assert.Contains(RunOutcome.Cancelled, outcomes);
        Assert.Contains(RunOutcome.Succeeded, outcomes);
        await stage.NothingIsLeftAsync();
        Assert.Empty(Processes());
        Assert.Empty(cluster.PodFolders);
        Assert.DoesNotContain(await File.ReadAllLinesAsync("/proc/mounts", Token), mount => mount.Contains(work.Path, StringComparison.Ordinal));
        foreach (var folder in (string[])["queue", "stop-requests"])
        {
            var path = Path.Combine(state.Path, folder);
            Assert.True(!Directory.Exists(path) || Directory.GetFiles(path, "*", SearchOption.AllDirectories).Length == 0, $"files are left in {folder}");
        }
    }

    // Right is what the agent itself has left on disk.
    private static bool IsRight(RunResult? result, bool began, bool ended) => result?.Outcome switch
    {
        null => !began, // its process ended before there was a run
        RunOutcome.Succeeded => ended && result.ExitCode == 0,
        RunOutcome.Cancelled => !ended || result.ExitCode is not 0,
        RunOutcome.InfrastructureFailed => result.ErrorCode == "launch_interrupted" && !began,
        _ => false,
    };

    private static string Script(string folder) => $"touch {folder}/began; sleep {Nap}; touch {folder}/ended";

    private static async Task<(RunResult? Result, bool Began, bool Ended)> RunAsync(EndStage stage, string state, string work, int index, TimeSpan delay, int way)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, index.ToString(CultureInfo.InvariantCulture))).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1ff);
        var request = new RunRequest
        {
            Agent = AgentCatalogue.Get("shell"),
            Prompt = Encoding.UTF8.GetBytes(Script(folder)),
            Workspace = work,
            Grace = TimeSpan.FromSeconds(5),
        };
        var result = await RunAsync(stage, state, request, delay, way);
        return (result, File.Exists($"{folder}/began"), File.Exists($"{folder}/ended"));
    }

    private static async Task<RunResult> RunAsync(EndStage stage, string state, RunRequest request, TimeSpan delay, int way)
    {
        RunRecord record;
        await using (var engine = NewEngine(stage, state))
        {
            var run = engine.Start(request);
            record = run.Record;
            await Task.Delay(delay, Token);
            switch (way)
            {
                case 0:
                    run.Cancel();
                    return await run.Completion.WaitAsync(Bound, Token);
                case 1:
                    run.Cancel();
                    run.Cancel();
                    return await run.Completion.WaitAsync(Bound, Token);
                default:
                    break; // let go of, as when its process is ended
            }
        }

        await using var next = NewEngine(stage, state);
        return await next.Attach(record, request.Agent).Completion.WaitAsync(Bound, Token);
    }

    /// <returns>No result if the process ended before there was a run.</returns>
    private async Task<(RunResult? Result, bool Began, bool Ended)> RunProcessAsync(EndStage stage, int index, TimeSpan delay, int way)
    {
        using var state = new TemporaryDirectory();
        var agent = $"storm-{index}";
        using (var run = PodclipProcess.Start(
            PodclipProcess.Binary,
            state.Path,
            ["run", "shell", "--prompt", Script("$HOME"), "--agent", agent, "--grace", "5s", "-o", "json", "--kubeconfig", cluster.Cluster.KubeconfigPath, "-n", stage.Namespace]))
        {
            await Task.Delay(delay, Token);
            for (var signals = way == 4 ? 2 : 1; signals > 0 && !run.HasExited; signals--)
            {
                run.Signal(way == 5 ? PodclipProcess.KillSignal : PodclipProcess.InterruptSignal);
            }

            await run.ExitAsync(Bound);
        }

        var store = new RunStore(new StateDirectory(state.Path));
        RunResult? result = null;
        if (store.FindLast() is { } record && (result = store.FindResult(record.RunId)) is null)
        {
            await using var engine = NewEngine(stage, state.Path);
            result = await engine.Attach(record, AgentCatalogue.Get("shell")).Completion.WaitAsync(Bound, Token);
        }

        // HOME stays, as it does for an agent's next run.
        var home = await cluster.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, stage.Namespace, $"podclip-home-{agent}", Token) is { } claim ? cluster.FolderOf(claim) : null;
        return (result, File.Exists($"{home}/began"), File.Exists($"{home}/ended"));
    }

    private static RunEngine NewEngine(EndStage stage, string state) => new(new RunEngineOptions
    {
        Client = stage.Client,
        Cluster = new ClusterReference(null, null, IsEmbedded: true),
        Namespace = stage.Namespace,
        State = new StateDirectory(state),
    });

    private static IEnumerable<string> Processes()
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out _)))
        {
            string command;
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                continue; // it is over
            }

            if (command.Contains(Nap, StringComparison.Ordinal))
            {
                yield return command;
            }
        }
    }
}
