using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Kubernetes.Resources;
using Podclip.LocalCluster;
using Podclip.Engine.Admission;
using Podclip.Engine.Journal;

namespace Podclip.Engine.Tests.Cluster;

/// <summary>What any start does about launches that died.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _state = new();
    private readonly ShiftedClock _serverClock = new();
    private EmbeddedCluster _cluster = null!;
    private KubernetesClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                StateDirectory = _directory.Path,
                SupervisorCommand = [Path.Combine(AppContext.BaseDirectory, "podclip"), "supervise-pod"],
                TimeProvider = _serverClock,
            },
            CancellationToken.None);
        _client = new KubernetesClient(KubeConfig.Load(_cluster.KubeconfigPath));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
        _directory.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task R26_A_launch_that_died_ten_minutes_ago_by_the_servers_clock_is_swept_and_a_younger_one_is_not()
    {
        var token = TestContext.Current.CancellationToken;
        await using var engine = NewEngine();
        var old = await LaunchHalfAsync(engine, token);
        _serverClock.Shift = TimeSpan.FromMinutes(8);
        var young = await LaunchHalfAsync(engine, token);
        _serverClock.Shift = TimeSpan.FromMinutes(11);

        // Any run's start sweeps, also one that has nothing to do with what died.
        await using var other = NewEngine();
        var run = other.Start(EngineHost.Script("exit 0"));
        Assert.Equal(RunOutcome.Succeeded, (await run.Completion.WaitAsync(TimeSpan.FromSeconds(60), token)).Outcome);
        await GoneAsync(old, token);
        Assert.NotNull(await _client.FindAsync(ResourceTypes.Jobs, "default", young, token));
    }

    [Fact]
    public async Task A_run_that_died_in_the_queue_leaves_no_Job_to_the_one_that_comes_after_it()
    {
        var token = TestContext.Current.CancellationToken;
        await using var engine = NewEngine();
        var plan = engine.Plan(EngineHost.Script("echo never") with { AgentName = "one" });
        await _client.CreateAsync(ResourceTypes.Jobs, "default", plan.Job, cancellationToken: token);
        var state = new StateDirectory(_state.Path);
        var store = new RunStore(state);
        store.Save(new RunRecord
        {
            RunId = plan.Identity.RunId,
            Agent = "shell",
            AgentName = "one",
            Cluster = new ClusterReference(_cluster.KubeconfigPath, null, IsEmbedded: true),
            Namespace = "default",
            Job = plan.Job.Metadata.Name!,
            Secrets = [],
            Nonce = plan.Identity.Nonce,
            StartedAt = DateTimeOffset.UnixEpoch,
        });
        new RunQueue(state.Queue, store, TimeProvider.System).Join(_client.Connection.Server, "default", plan.Secrets[0].Metadata.Name!, plan.Identity.RunId);
        var run = engine.Start(EngineHost.Script("exit 0") with { AgentName = "one", QueueTimeout = TimeSpan.FromMinutes(1) });
        Assert.Equal(RunOutcome.Succeeded, (await run.Completion.WaitAsync(TimeSpan.FromSeconds(60), token)).Outcome);
        await GoneAsync(plan.Job.Metadata.Name!, token);
        Assert.Empty(Directory.EnumerateFiles(state.Queue, "*", SearchOption.AllDirectories));
    }

    private RunEngine NewEngine() => new(new RunEngineOptions
    {
        Client = _client,
        Cluster = new ClusterReference(_cluster.KubeconfigPath, null, IsEmbedded: true),
        Namespace = "default",
        State = new StateDirectory(_state.Path),
    });

    // The first of a launch's requests, and nothing after it.
    private async Task<string> LaunchHalfAsync(RunEngine engine, CancellationToken cancellationToken)
    {
        var plan = engine.Plan(EngineHost.Script("echo never"));
        var job = await _client.CreateAsync(ResourceTypes.Jobs, "default", plan.Job, cancellationToken: cancellationToken);
        Assert.Equal(true, job.Spec!.Suspend);
        return job.Metadata.Name!;
    }

    private async Task GoneAsync(string job, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (await _client.FindAsync(ResourceTypes.Jobs, "default", job, bound.Token) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        }
    }
}
