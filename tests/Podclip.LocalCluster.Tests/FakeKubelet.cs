using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests;

/// <summary>A kubelet that runs nothing by itself: a test says what its pods do.</summary>
internal sealed class FakeKubelet(KubeletContext context) : IKubelet
{
    public string Log { get; set; } = "";

    public bool LogEnds { get; set; } = true;

    public PodLogQuery? LastQuery { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task WriteAsync(StoredObject pod, string container, PodLogQuery query, PipeWriter output, CancellationToken cancellationToken)
    {
        LastQuery = query;
        await output.WriteAsync(Encoding.UTF8.GetBytes(Log), cancellationToken);
        if (query.Follow && !LogEnds)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public IContainerCommand StartCommand(StoredObject pod, string container, ExecQuery query) => throw new ExecException("no pod of this kubelet is a process");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void SetRunning(string ns, string name) => SetStatus(ns, name, "Running", new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Now } }, ready: true);

    public void SetEnded(string ns, string name, int exitCode) => SetStatus(
        ns,
        name,
        exitCode == 0 ? "Succeeded" : "Failed",
        new JsonObject
        {
            ["terminated"] = new JsonObject { ["exitCode"] = exitCode, ["reason"] = exitCode == 0 ? "Completed" : "Error", ["startedAt"] = Now, ["finishedAt"] = Now },
        },
        ready: false);

    public void SetWaiting(string ns, string name, string reason) =>
        SetStatus(ns, name, "Pending", new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason } }, ready: false);

    public void Confirm(string ns, string name) =>
        PodRemoval.Confirm(context.Store, ns, name, context.Store.Find(ResourceNames.Pods, ns, name)!.Uid, context.Options.TimeProvider);

    private string Now => context.Options.TimeProvider.GetUtcNow().ToWireTime();

    private void SetStatus(string ns, string name, string phase, JsonObject state, bool ready) => context.Store.Update(ResourceNames.Pods, ns, name, pod =>
    {
        var status = pod.Child("status");
        status["phase"] = phase;
        var conditions = status.ChildArray("conditions");
        foreach (var old in conditions.OfType<JsonObject>().Where(c => c.Text("type") == "Ready").ToList())
        {
            conditions.Remove(old);
        }

        conditions.Add((JsonNode)new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False" });
        status["containerStatuses"] = new JsonArray([.. pod.Items("spec", "containers").Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Text("name"),
            ["state"] = state.DeepClone(),
            ["lastState"] = new JsonObject(),
            ["ready"] = ready,
            ["restartCount"] = 0,
            ["image"] = c.Text("image"),
        })]);
        return true;
    });
}
