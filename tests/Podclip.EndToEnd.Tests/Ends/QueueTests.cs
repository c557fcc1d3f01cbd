using System.Globalization;
using System.Text.RegularExpressions;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>Runs that wait for their agent.</summary>
public sealed partial class QueueTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    [Fact]
    public async Task R30_Ten_runs_for_one_agent_take_their_turns_and_each_says_where_it_stands()
    {
        using var stage = await EndStage.CreateAsync(cluster, "queue");
        var runs = Enumerable.Range(0, 10).Select(_ => stage.Script("date +%s%N; sleep 0.3; date +%s%N", "--agent", "one", "--home", "none", "-o", "text")).ToList();
        try
        {
            var exits = await Task.WhenAll(runs.Select(run => run.ExitAsync(TimeSpan.FromMinutes(2))));
            var turns = exits.Select(Turn.Of).OrderBy(turn => turn.Began).ToList();
            for (var i = 1; i < turns.Count; i++)
            {
                Assert.True(turns[i].Began > turns[i - 1].Ended, "two runs of one agent at once");
            }

            // The order is that of their coming, and what each said was so at that time.
            for (var i = 1; i < turns.Count; i++)
            {
                var told = turns[i].Told;
                Assert.NotEmpty(told);
                Assert.Equal(told.Select(t => t.Before).OrderDescending(), told.Select(t => t.Before));
                Assert.All(told, t => Assert.InRange(t.Before, 0, i));
                Assert.All(told.Where(t => t.Holder is not null), t => Assert.Contains(t.Holder, turns.Take(i).Select(earlier => earlier.Run)));
                Assert.InRange(told[^1].Before, 0, 1);
            }
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }

        await stage.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_run_waits_no_longer_than_it_may()
    {
        using var stage = await EndStage.CreateAsync(cluster, "impatient");
        using var holder = stage.Script("echo holding; sleep 600", "--agent", "one", "--home", "none");
        await stage.RunningPodAsync();
        using var waiting = stage.Script("true", "--agent", "one", "--home", "none", "--queue-timeout", "1s");
        var gaveUp = (await waiting.ExitAsync(TimeSpan.FromMinutes(1))).Expect(5);
        Assert.Equal("queue_timeout", gaveUp.Json.GetProperty("errorCode").GetString());
        using var hasty = stage.Script("true", "--agent", "one", "--home", "none", "--no-wait");
        var refused = (await hasty.ExitAsync(TimeSpan.FromMinutes(1))).Expect(5);
        Assert.Equal("k8s_concurrent_run_blocked", refused.Json.GetProperty("errorCode").GetString());
        holder.Interrupt();
        (await holder.ExitAsync(TimeSpan.FromMinutes(1))).Expect(130);
        await stage.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_waiting_run_can_be_cancelled_and_a_killed_one_is_nobodys_turn()
    {
        using var stage = await EndStage.CreateAsync(cluster, "leaving");
        using var holder = stage.Script("echo holding; sleep 600", "--agent", "one", "--home", "none");
        await stage.RunningPodAsync();
        using var killed = stage.Script("true", "--agent", "one", "--home", "none");
        using var cancelled = stage.Script("true", "--agent", "one", "--home", "none");
        using var patient = stage.Script("echo my turn", "--agent", "one", "--home", "none");
        await stage.QueuedAsync(3);
        killed.Kill();
        cancelled.Interrupt();
        (await cancelled.ExitAsync(TimeSpan.FromSeconds(20))).Expect(130);
        holder.Interrupt();
        (await holder.ExitAsync(TimeSpan.FromMinutes(1))).Expect(130);
        Assert.Equal("my turn", (await patient.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0).Json.GetProperty("summary").GetString());
        await stage.NothingIsLeftAsync();
    }

    private sealed partial record Turn(string Run, long Began, long Ended, IReadOnlyList<(int Before, string? Holder)> Told)
    {
        public static Turn Of(PodclipExit exit)
        {
            exit.Expect(0);
            var times = exit.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line.Trim(), CultureInfo.InvariantCulture)).ToList();
            var told = Position().Matches(exit.Error).Select(match => (
                match.Groups["next"].Success ? 0 : int.Parse(match.Groups["before"].Value, CultureInfo.InvariantCulture),
                match.Groups["holder"].Success ? match.Groups["holder"].Value : null)).ToList();
            return new Turn(RunId().Match(exit.Error).Groups["run"].Value, times[0], times[1], told);
        }

        [GeneratedRegex(@"^podclip: run (?<run>[a-z0-9]+) on ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
        private static partial Regex RunId();

        [GeneratedRegex(@"queued: agent one (is busy with run (?<holder>[a-z0-9]+) \(Job [^)]*\)|has other runs waiting); ((?<next>this run is next)|(?<before>[0-9]+) runs? comes? before)", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Position();
    }
}
