using System.Text;
using Podclip.Agents;
using Podclip.Agents.Transcripts;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;

namespace Podclip.Engine.Tests.Cluster;

/// <summary>An engine with a state directory of its own, as a process would have it.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly KubernetesClient _client;

    public EngineHost(ClusterFixture fixture, string? state = null)
    {
        State = new StateDirectory(state ?? _state.Path);
        _client = new KubernetesClient(fixture.Client.Connection);
        Engine = new RunEngine(new RunEngineOptions
        {
            Client = _client,
            Cluster = new ClusterReference(fixture.Cluster.KubeconfigPath, null, IsEmbedded: true),
            Namespace = "default",
            State = State,
        });
    }

    public RunEngine Engine { get; }

    public StateDirectory State { get; }

    public static RunRequest Script(string script) => new()
    {
        Agent = AgentCatalogue.Get("shell"),
        Prompt = Encoding.UTF8.GetBytes(script),
        Grace = TimeSpan.FromSeconds(5),
    };

    public async Task<RunResult> RunAsync(RunRequest request) =>
        await Engine.Start(request).Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<string>> TranscriptAsync(Run run)
    {
        var lines = new List<string>();
        await foreach (var happened in run.FollowAsync(0, TestContext.Current.CancellationToken))
        {
            if (happened is RunEvent.Entry { Value: TranscriptEntry.Output output })
            {
                lines.Add(output.Text);
            }
        }

        return lines;
    }

    /// <summary>Waits until the run prints a line.</summary>
    public static async Task PrintedAsync(Run run, string line)
    {
        await foreach (var happened in run.FollowAsync(0, TestContext.Current.CancellationToken))
        {
            if (happened is RunEvent.Entry { Value: TranscriptEntry.Output output } && output.Text == line)
            {
                return;
            }
        }

        Assert.Fail($"The run ended without printing '{line}'.");
    }

    /// <summary>Waits until nothing of a run is left in the cluster.</summary>
    public async Task NothingIsLeftAsync(string runId)
    {
        var selector = new ResourceSelector("default", Labels: $"podclip.dev/run-id={runId}");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var jobs = await _client.ListAsync(ResourceTypes.Jobs, selector, bound.Token);
            var pods = await _client.ListAsync(ResourceTypes.Pods, selector, bound.Token);
            var secrets = await _client.ListAsync(ResourceTypes.Secrets, selector, bound.Token);
            if (jobs.Items.Count + pods.Items.Count + secrets.Items.Count == 0)
            {
                return;
            }

            await Task.Delay(50, bound.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _client.Dispose();
        _state.Dispose();
    }
}
