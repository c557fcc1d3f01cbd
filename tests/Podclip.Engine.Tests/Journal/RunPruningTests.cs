using Podclip.Engine.Journal;

namespace Podclip.Engine.Tests.Journal;

/// <summary>Which runs are removed.</summary>
public sealed class RunPruningTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TemporaryDirectory _directory = new();
    private readonly RunStore _store;

    public RunPruningTests() => _store = new RunStore(new StateDirectory(_directory.Path));

    [Fact]
    public void What_ended_long_ago_goes_and_what_is_young_or_has_not_ended_stays()
    {
        Save("1old", Now - TimeSpan.FromDays(31));
        Save("2unfinished", ended: null);
        Save("3young", Now - TimeSpan.FromDays(29));
        Prune(new RunRetention(TimeSpan.FromDays(30), long.MaxValue));
        Assert.Equal(["3young", "2unfinished"], _store.List().Select(run => run.RunId));
    }

    [Fact]
    public void The_oldest_go_until_the_rest_has_room_and_one_that_is_driven_never()
    {
        foreach (var run in (string[])["1", "2", "3", "4"])
        {
            Save(run, Now);
            File.WriteAllBytes(Path.Combine(_store.DirectoryOf(run), "journal-000"), new byte[10_000]);
        }

        Assert.True(RunLock.TryTake(_store.DirectoryOf("1"), out var driver));
        using (driver)
        {
            Prune(new RunRetention(TimeSpan.FromDays(30), 25_000));
        }

        Assert.Equal(["4", "3", "1"], _store.List().Select(run => run.RunId));
    }

    public void Dispose() => _directory.Dispose();

    private void Prune(RunRetention retention) => new RunPruning(_store, retention, TimeProvider.System).Prune(TestContext.Current.CancellationToken);

    private void Save(string run, DateTimeOffset? ended)
    {
        _store.Save(new RunRecord
        {
            RunId = run,
            Agent = "shell",
            Cluster = new ClusterReference("none", null, IsEmbedded: true),
            Namespace = "default",
            Job = run,
            Secrets = [],
            Nonce = "",
            StartedAt = Now,
        });
        if (ended is { } at)
        {
            _store.Save(new RunResult { RunId = run, Agent = "shell", Outcome = RunOutcome.Succeeded, Namespace = "default", StartedAt = at, FinishedAt = at });
        }
    }
}
