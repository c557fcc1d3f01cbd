using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>Running agents that others take away.</summary>
public sealed class DisruptionTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Works = "trap 'echo stopping; exit 143' TERM; echo working; while :; do sleep 0.05; done";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R15_An_evicted_pod()
    {
        using var stage = await EndStage.CreateAsync(cluster, "evicted");
        using var run = stage.Script(Works);
        var pod = await stage.RunningPodAsync();
        await stage.CreateAsync($"/api/v1/namespaces/{{ns}}/pods/{pod.Metadata.Name}/eviction", $$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{pod.Metadata.Name}}"} }""");
        var result = await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_pod_evicted", pod.Metadata.Name!);
        Assert.Equal("EvictionByEvictionAPI", result.GetProperty("evidence").GetProperty("disruption").GetString());
    }

    [Fact]
    public async Task R15_A_preempted_pod()
    {
        using var stage = await EndStage.CreateAsync(cluster, "preempted");
        using var run = stage.Script(Works);
        var pod = await stage.RunningPodAsync();
        await stage.DisruptAsync(pod, "PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_pod_preempted", pod.Metadata.Name!, "higher priority");
    }

    [Fact]
    public async Task R16_A_lost_node()
    {
        using var stage = await EndStage.CreateAsync(cluster, "node-lost");
        using var run = stage.Script(Works);
        var pod = await stage.RunningPodAsync();
        await stage.DisruptAsync(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_node_lost", pod.Metadata.Name!, pod.Spec!.NodeName!);
    }

    [Fact]
    public async Task The_Jobs_own_deadline()
    {
        using var stage = await EndStage.CreateAsync(cluster, "deadline");
        using var run = stage.Script(Works);
        await stage.RunningPodAsync();
        var job = await JobAsync(stage);
        await stage.Client.PatchAsync(ResourceTypes.Jobs, stage.Namespace, job, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["activeDeadlineSeconds"] = 1 } }), cancellationToken: Token);
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_deadline_exceeded");
    }

    [Fact]
    public async Task R21_A_deleted_pod()
    {
        using var stage = await EndStage.CreateAsync(cluster, "pod-deleted");
        using var run = stage.Script(Works);
        var pod = await stage.RunningPodAsync();
        await stage.Client.DeleteAsync(ResourceTypes.Pods, stage.Namespace, pod.Metadata.Name!, PropagationPolicy.Background, cancellationToken: Token);
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_pod_gone", pod.Metadata.Name!);
    }

    [Fact]
    public async Task R21_A_deleted_Job()
    {
        using var stage = await EndStage.CreateAsync(cluster, "job-deleted");
        using var run = stage.Script(Works);
        await stage.RunningPodAsync();
        await stage.Client.DeleteAsync(ResourceTypes.Jobs, stage.Namespace, await JobAsync(stage), PropagationPolicy.Background, cancellationToken: Token);
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_job_deleted_externally");
    }

    private static async Task<string> JobAsync(EndStage stage) =>
        (await stage.Client.ListAsync(ResourceTypes.Jobs, new ResourceSelector(stage.Namespace), Token)).Items.Single().Metadata.Name!;
}
