using System.Text.Json.Nodes;
using Podclip.Agents;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.ScriptedModel;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>
/// Stands in Paperclip's place: a data folder of this machine, an embedded cluster as <c>podclip</c> starts it, the scripted model, and
/// <c>podclip adapter execute</c> with the contexts that a real Paperclip sent.
/// </summary>
public sealed class AdapterHost : IAsyncLifetime
{
    private static readonly UnixFileMode Everybody = (UnixFileMode)0x1ff;
    private readonly TemporaryDirectory _state = new();
    private readonly TemporaryDirectory _home = new();
    private readonly RequestSignal _asked = new();
    private ScriptedModelServer _model = null!;

    public IReadOnlyList<RecordedRequest> Requests => _model.Requests;

    /// <summary>Whether the model was told a text since a number of requests.</summary>
    public bool WasTold(string text, int since = 0) => Requests.Skip(since).Any(request => request.Body is { } body && body.Span.IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Waits until the model was told a text since a number of requests.</summary>
    public Task UntilToldAsync(string text, int since) => _asked.UntilAsync(() => WasTold(text, since));

    /// <summary>Waits until the model was asked so often.</summary>
    public Task UntilAskedAsync(int count) => _asked.UntilAsync(() => Requests.Count >= count);

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_home.Path, Everybody);
        _model = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { KeepsBodies = true, OnRequest = _ => _asked.Set() }, CancellationToken.None);
        foreach (var (image, folder) in ((string, string?)[])[("podclip/claude", RealClaude.Folder), ("podclip/opencode", RealOpenCode.Folder)])
        {
            if (folder is not null)
            {
                (await CommandAsync("cluster", "image", "add", image, "--root", folder, "--path", ".")).Expect(0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        (await CommandAsync("cluster", "down", "--purge")).Expect(0);
        await _model.DisposeAsync();
        _state.Dispose();
        _home.Dispose();
    }

    /// <summary>A context that a real Paperclip sent, with its paths below this host's folder and its model the scripted one.</summary>
    /// <param name="type">The adapter.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="agentId">The agent: each has its own queue.</param>
    /// <param name="prompt">What it is told.</param>
    internal JsonObject Context(string type, string sample, string agentId, string prompt)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "tests", "Podclip.Paperclip.Tests", "Fixtures", "paperclip-samples", sample));
        var context = JsonNode.Parse(text.Replace("\"/paperclip/", $"\"{_home.Path}/", StringComparison.Ordinal))!.AsObject();
        context["agent"]!["id"] = agentId;
        context["runId"] = Guid.NewGuid().ToString();
        context["authToken"] = "jwt-canary-of-the-run";
        context["runtime"] = new JsonObject { ["sessionId"] = null, ["sessionParams"] = null, ["sessionDisplayId"] = null, ["taskKey"] = "task" };
        var config = context["config"]!.AsObject();
        foreach (var key in (string[])["namespace", "model", "mode", "instructionsFilePath"])
        {
            config.Remove(key);
        }

        config["promptTemplate"] = prompt;
        config["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "100Mi" } };
        var environment = config["env"]!.AsObject();
        foreach (var (name, value) in AgentOf(type).AddressVariables.Count == 0 ? new Dictionary<string, string>() : AgentOf(type).LeadTo(new ModelAddress { Url = _model.BaseUrl, IsScripted = true }))
        {
            environment[name] = value;
        }

        environment["CLAUDE_CODE_MAX_RETRIES"] = "2";
        var cwd = Path.Combine(_home.Path, agentId);
        Directory.CreateDirectory(cwd);
        File.SetUnixFileMode(cwd, Everybody);
        context["context"]!["paperclipWorkspace"]!["cwd"] = cwd;
        return context;
    }

    /// <summary>Executes a context to its end.</summary>
    internal async Task<ExecutionLines> ExecuteAsync(string type, JsonObject context)
    {
        using var process = Start(type, context);
        return ExecutionLines.Read((await process.ExitAsync(TimeSpan.FromMinutes(3))).Expect(0));
    }

    /// <summary>Starts to execute a context.</summary>
    internal PodclipProcess Start(string type, JsonObject context)
    {
        var file = _state.Write($"{context["runId"]}.json", System.Text.Encoding.UTF8.GetBytes(context.ToJsonString()));
        return Start("adapter", "execute", type, "--context", file);
    }

    /// <summary>Creates a Job that is none of Podclip's. The cluster must be up.</summary>
    internal async Task CreateJobAsync(Job job)
    {
        using var client = new KubernetesClient(KubeConfig.Load(Path.Combine(_state.Path, "cluster", "kubeconfig")));
        await client.CreateAsync(ResourceTypes.Jobs, "default", job, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the agent's only Job is over.</summary>
    internal async Task UntilJobEndedAsync(string agentId)
    {
        using var client = new KubernetesClient(KubeConfig.Load(Path.Combine(_state.Path, "cluster", "kubeconfig")));
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(1));
        await foreach (var change in client.WatchAsync(ResourceTypes.Jobs, new ResourceSelector("default", Labels: $"paperclip.io/agent-id={agentId}"), null, bound.Token))
        {
            if (change.Object.Status?.Conditions?.Any(condition => condition is { Type: "Complete", Status: "True" }) == true)
            {
                return;
            }
        }
    }

    internal async Task<PodclipExit> CommandAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(2));
    }

    private PodclipProcess Start(params IEnumerable<string> arguments) => PodclipProcess.Start(
        PodclipProcess.Binary,
        _state.Path,
        arguments,
        new Dictionary<string, string> { ["PODCLIP_CLUSTER"] = "embedded", ["PAPERCLIP_HOME"] = _home.Path });

    private static IAgent AgentOf(string type) => AgentCatalogue.Get(type.Split('_')[0]);
}
