using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>Runs whose container never starts.</summary>
public sealed class StartFailureTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R18_An_image_that_no_registry_has()
    {
        using var stage = await EndStage.CreateAsync(cluster, "image");
        using var run = stage.Script("true", "--image", "registry.invalid/agent:1");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_image_pull_failed", "registry.invalid/agent:1");
    }

    [Fact]
    public async Task R19_A_pod_that_no_node_can_take()
    {
        using var stage = await EndStage.CreateAsync(cluster, "scheduling");
        using var run = stage.Script("true", "--cpu", "1000", "--start-timeout", "2s");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_pod_schedule_failed", "within 2 s", "Insufficient cpu");
    }

    [Fact]
    public async Task R19_A_pod_that_an_autoscaler_makes_room_for_has_more_time()
    {
        using var stage = await EndStage.CreateAsync(cluster, "autoscaler");
        using var run = stage.Script("true", "--cpu", "1000", "--start-timeout", "3s");
        var pod = await stage.PodAsync(p => p.Status?.Conditions?.Any(c => c is { Type: "PodScheduled", Status: "False" }) == true);
        await stage.CreateAsync(
            "/api/v1/namespaces/{ns}/events",
            $$"""
            {"metadata":{"generateName":"scale-up-"},"type":"Normal","reason":"TriggeredScaleUp","message":"pod triggered scale-up: [{agents 1->2 (max: 9)}]",
             "involvedObject":{"kind":"Pod","namespace":"{{stage.Namespace}}","name":"{{pod.Metadata.Name}}","uid":"{{pod.Metadata.Uid}}"} }
            """);
        await Task.Delay(TimeSpan.FromSeconds(6), Token);
        Assert.False(run.HasExited, "the run did not wait for the new node");
        run.Interrupt();
        await stage.EndsAsync(run, 130, "cancelled", "cancelled");
    }

    [Fact]
    public async Task A_quota_that_refuses_the_Job()
    {
        using var stage = await EndStage.CreateAsync(cluster, "job-quota");
        await stage.CreateAsync("/api/v1/namespaces/{ns}/resourcequotas", """{"metadata":{"name":"q"},"spec":{"hard":{"count/jobs.batch":"0"}}}""");
        using var run = stage.Script("true");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_quota_exceeded", "exceeded quota: q");
    }

    [Fact]
    public async Task R18_A_quota_that_refuses_the_pod_is_waited_for()
    {
        using var stage = await EndStage.CreateAsync(cluster, "pod-quota");
        await stage.CreateAsync("/api/v1/namespaces/{ns}/resourcequotas", """{"metadata":{"name":"q"},"spec":{"hard":{"pods":"0"}}}""");
        using var run = stage.Script("true", "--start-timeout", "3s");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_quota_exceeded", "within 3 s", "exceeded quota: q");
    }

    [Fact]
    public async Task A_LimitRange_that_refuses_the_pod()
    {
        using var stage = await EndStage.CreateAsync(cluster, "limits");
        await stage.CreateAsync("/api/v1/namespaces/{ns}/limitranges", """{"metadata":{"name":"small"},"spec":{"limits":[{"type":"Container","max":{"memory":"64Mi"}}]}}""");
        using var run = stage.Script("true", "--memory", "1Gi");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_limit_range_refused", "maximum memory usage per Container is 64Mi");
    }

    [Fact]
    public async Task R18_Pod_Security_that_refuses_the_pod()
    {
        // Only the embedded cluster of the state directory sees this machine's folders, which "restricted" forbids.
        using var home = new TemporaryDirectory();
        using var folder = new TemporaryDirectory();
        (await PodclipProcess.RunAsync(cluster, home.Path, "cluster", "up", "--detach")).Expect(0);
        try
        {
            using var client = new KubernetesClient(KubeConfig.Load(Path.Combine(home.Path, "cluster", "kubeconfig")));
            var labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "restricted" };
            await client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = "restricted", Labels = labels } }, cancellationToken: Token);
            var refused = (await PodclipProcess.RunAsync(cluster, home.Path, "run", "shell", "--prompt", "true", "--workspace", folder.Path, "-n", "restricted", "-o", "json")).Expect(4);
            Assert.Equal("k8s_pod_security_refused", refused.Json.GetProperty("errorCode").GetString());
            Assert.Contains("hostPath", refused.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
            Assert.Empty((await client.ListAsync(ResourceTypes.Jobs, new ResourceSelector("restricted"), Token)).Items);
            (await PodclipProcess.RunAsync(cluster, home.Path, "run", "shell", "--prompt", "true", "-n", "restricted")).Expect(0);
        }
        finally
        {
            (await PodclipProcess.RunAsync(cluster, home.Path, "cluster", "down", "--purge")).Expect(0);
        }
    }

    [Fact]
    public async Task R15_A_pod_that_was_deleted_before_it_started()
    {
        using var stage = await EndStage.CreateAsync(cluster, "early");
        cluster.AddImage(new() { Name = "slow-to-pull", PullSeconds = 30 });
        using var run = stage.Script("true", "--image", "slow-to-pull");
        await stage.PodAsync(p => !string.IsNullOrEmpty(p.Spec?.NodeName));
        var job = (await stage.Client.ListAsync(ResourceTypes.Jobs, new ResourceSelector(stage.Namespace), Token)).Items.Single();
        await stage.Client.DeleteAsync(ResourceTypes.Jobs, stage.Namespace, job.Metadata.Name!, PropagationPolicy.Background, cancellationToken: Token);
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_job_deleted_externally", job.Metadata.Name!);
    }

    [Fact]
    public async Task An_init_container_that_failed()
    {
        using var stage = await EndStage.CreateAsync(cluster, "init");
        cluster.AddImage(new() { Name = "very-slow-to-pull", PullSeconds = 60 });
        using var run = stage.Script("true", "--image", "very-slow-to-pull");
        var pod = await stage.PodAsync(p => !string.IsNullOrEmpty(p.Spec?.NodeName));
        await stage.PatchStatusAsync(pod, """
            {"status":{"phase":"Failed","initContainerStatuses":[{"name":"injected-proxy","image":"proxy:1","imageID":"","ready":false,"restartCount":0,
             "state":{"terminated":{"exitCode":13,"reason":"Error"}}}]}}
            """);
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_init_container_failed", "injected-proxy", "13");
    }
}
