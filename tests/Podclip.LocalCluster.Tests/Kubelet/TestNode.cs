using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Kubelet;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>A kubelet over a store of its own, with a directory that goes with it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly EventRecorder _events;
    private readonly string _supervisor;

    private readonly TimeSpan _statusLag;
    private readonly TimeProvider _clock;

    private TestNode(string stateDirectory, string supervisor, TimeSpan statusLag, TimeProvider clock)
    {
        _supervisor = supervisor;
        _statusLag = statusLag;
        _clock = clock;
        StateDirectory = stateDirectory;
        Store = new ObjectStore(new StoreOptions());
        Store.TryCreate(ResourceNames.Namespaces, "", new JsonObject { ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "default" } });
        _events = new EventRecorder(Store, TimeProvider.System);
        Kubelet = NewKubelet();
    }

    public ObjectStore Store { get; }

    public LocalKubelet Kubelet { get; private set; }

    public string StateDirectory { get; }

    public static string SupervisorProgram => Path.Combine(AppContext.BaseDirectory, "podclip");

    public static async Task<TestNode> StartAsync(string? supervisor = null, TimeSpan statusLag = default, TimeProvider? clock = null)
    {
        var node = new TestNode(Directory.CreateTempSubdirectory("podclip-node-").FullName, supervisor ?? SupervisorProgram, statusLag, clock ?? TimeProvider.System);
        await node.Kubelet.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    /// <summary>What a restart of the cluster is to a kubelet.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await Kubelet.DisposeAsync();
        meanwhile?.Invoke();
        Kubelet = NewKubelet();
        await Kubelet.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Creates a pod whose only container runs a shell script.</summary>
    public StoredObject RunScript(string name, string script, Action<JsonObject>? change = null) =>
        Run(name, Spec(script), change);

    public StoredObject Run(string name, JsonObject spec, Action<JsonObject>? change = null)
    {
        spec["nodeName"] = LocalNode.Name;
        spec["restartPolicy"] ??= "Never";
        change?.Invoke(spec);
        return Store.TryCreate(ResourceNames.Pods, "default", new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
            ["spec"] = spec,
            ["status"] = new JsonObject { ["phase"] = "Pending" },
        })!;
    }

    public static JsonObject Spec(string script) => new()
    {
        ["containers"] = new JsonArray(Script("main", script)),
    };

    public static JsonObject Script(string name, string script) => new()
    {
        ["name"] = name,
        ["image"] = "host",
        ["command"] = new JsonArray("/bin/sh", "-c", script),
    };

    public void Create(string resource, string kind, string name, JsonObject content)
    {
        content["kind"] = kind;
        content["apiVersion"] = "v1";
        content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" };
        Assert.NotNull(Store.TryCreate(resource, "default", content));
    }

    public void CreateSecret(string name, params (string Key, string Value)[] values) =>
        Create(ResourceNames.Secrets, "Secret", name, new JsonObject
        {
            ["data"] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes(v.Value))))),
        });

    /// <summary>Deletes a pod and returns the version before: the pod may be over and gone before anyone waits for it.</summary>
    public long Delete(string name, int graceSeconds)
    {
        var before = Store.Version;
        Store.Update(ResourceNames.Pods, "default", name, pod =>
        {
            pod.Metadata()["deletionTimestamp"] = DateTimeOffset.UtcNow.AddSeconds(graceSeconds).ToWireTime();
            pod.Metadata()["deletionGracePeriodSeconds"] = graceSeconds;
            return true;
        });
        return before;
    }

    /// <summary>Waits for a state; one that may pass quickly is looked for in all that happened after the version <paramref name="since"/>.</summary>
    public async Task<JsonObject> WaitAsync(string name, Func<JsonObject, bool> isSo, long? since = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var version = since ?? Store.Version;
        var last = Store.Find(ResourceNames.Pods, "default", name)?.Document;
        if (last is not null && isSo(last))
        {
            return last;
        }

        try
        {
            await foreach (var change in Store.WatchAsync(ResourceNames.Pods, version, limit.Token))
            {
                last = change.Object.Name == name ? change.Object.Document : last;
                if (change.Object.Name == name && isSo(change.Object.Document))
                {
                    return change.Object.Document;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with the state it stayed in.
        }

        throw new TimeoutException($"pod {name} stayed {last?["status"]?.ToJsonString()}\n{Events()}");
    }

    public Task<JsonObject> WaitForPhaseAsync(string name, string phase, long? since = null) =>
        WaitAsync(name, pod => pod.Text("status", "phase") == phase, since);

    public async Task WaitForRemovalAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var version = Store.Version;
        if (Store.Find(ResourceNames.Pods, "default", name) is null)
        {
            return;
        }

        await foreach (var change in Store.WatchAsync(ResourceNames.Pods, version, limit.Token))
        {
            if (change.Object.Name == name && change.Type == StoreEventType.Deleted)
            {
                return;
            }
        }
    }

    public async Task WaitForEventAsync(Func<string, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var version = Store.Version;
        if (Events().Any(isIt))
        {
            return;
        }

        try
        {
            await foreach (var change in Store.WatchAsync(ResourceNames.Events, version, limit.Token))
            {
                if (isIt(Text(change.Object)))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"it was not among {string.Join('\n', Events())}", e);
        }
    }

    public PodDirectory DirectoryOf(string name) => PodDirectory.Of(StateDirectory, Store.Find(ResourceNames.Pods, "default", name)!.Uid);

    public async Task<string> LogAsync(string name, PodLogQuery? query = null, string container = "main")
    {
        using var stream = new MemoryStream();
        var output = PipeWriter.Create(stream);
        await Kubelet.WriteAsync(Store.Find(ResourceNames.Pods, "default", name)!, container, query ?? new PodLogQuery(), output, TestContext.Current.CancellationToken);
        await output.CompleteAsync();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The pod's log once it has ended well.</summary>
    public async Task<string> ResultAsync(string name)
    {
        var pod = await WaitAsync(name, PodStatusBuilder.IsTerminal);
        var log = await LogAsync(name);
        Assert.True(pod.Text("status", "phase") == "Succeeded", $"{pod["status"]!.ToJsonString()}\n{log}");
        return log;
    }

    public IReadOnlyList<string> Events(string? pod = null) =>
    [
        .. Store.List(ResourceNames.Events, null).Items
            .Where(e => pod is null || e.Document.Text("involvedObject", "name") == pod)
            .OrderBy(e => e.Version)
            .Select(Text),
    ];

    public async ValueTask DisposeAsync()
    {
        await Kubelet.DisposeAsync();
        await ClusterTeardown.RunAsync(StateDirectory, TimeProvider.System, CancellationToken.None);
        Store.Dispose();
        Directory.Delete(StateDirectory, recursive: true);
    }

    private static string Text(StoredObject e) => $"{e.Document.Text("type")} {e.Document.Text("reason")} {e.Document.Text("message")}";

    private LocalKubelet NewKubelet() => new(
        new KubeletContext(Store, _events, new EmbeddedClusterOptions { StateDirectory = StateDirectory, SupervisorCommand = [_supervisor, "supervise-pod"], StatusLag = _statusLag, TimeProvider = _clock }),
        new TestOutputLoggerFactory().CreateLogger<LocalKubelet>());
}
