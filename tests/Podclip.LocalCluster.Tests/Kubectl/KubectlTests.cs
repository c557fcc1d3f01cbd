using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests.Kubectl;

public class KubectlTests
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: hello
          labels: {app: demo}
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: main
                image: busybox:1
                command: [sh, -c, "echo hello"]
        """;

    [Fact]
    public async Task Kubectl_creates_watches_reads_and_deletes_a_Job()
    {
        KubectlRun.SkipIfAbsent();
        await using var cluster = await TestCluster.StartAsync();
        var kubectl = new KubectlRun(cluster);
        var version = JsonNode.Parse(await kubectl.RunAsync("version -o json"))!;
        Assert.Equal("v1.32.13", version["serverVersion"]!["gitVersion"]!.GetValue<string>());
        Assert.Contains("jobs", await kubectl.RunAsync("api-resources"), StringComparison.Ordinal);
        Assert.Equal("job.batch/hello created\n", await kubectl.RunAsync("create -f -", Job));
        var pod = (await kubectl.FirstAsync("pods -l job-name=hello"))["pod/".Length..];
        Assert.Matches("NAME +STATUS +COMPLETIONS +DURATION +AGE\nhello +Running +0/1 ", await kubectl.RunAsync("get jobs"));
        Assert.Matches($"{pod} +0/1 +Pending +0 .* local ", await kubectl.RunAsync("get pods -o wide"));
        cluster.Kubelet.Log = "hello from the log\n";
        cluster.Kubelet.SetRunning("default", pod);
        Assert.Equal("hello from the log\n", await kubectl.RunAsync("logs -f job/hello"));
        cluster.Kubelet.SetEnded("default", pod, 0);
        Assert.Equal("job.batch/hello condition met\n", await kubectl.RunAsync("wait --for=condition=complete job/hello --timeout=10s"));
        var described = await kubectl.RunAsync("describe job hello");
        Assert.Contains("SuccessfulCreate", described, StringComparison.Ordinal);
        Assert.Contains("1 Succeeded", described, StringComparison.Ordinal);
        Assert.Contains("Scheduled", await kubectl.RunAsync($"describe pod {pod}"), StringComparison.Ordinal);
        Assert.Contains("Completed", await kubectl.RunAsync("get events"), StringComparison.Ordinal);
        Assert.Contains("Ready", await kubectl.RunAsync("get nodes -o wide"), StringComparison.Ordinal);
        Assert.Equal("job.batch \"hello\" deleted\n", await kubectl.RunAsync("delete job hello"));
        Assert.Contains("No resources found", (await kubectl.TryAsync("get all")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kubectl_applies_patches_labels_and_refuses_what_is_wrong()
    {
        KubectlRun.SkipIfAbsent();
        await using var cluster = await TestCluster.StartAsync();
        var kubectl = new KubectlRun(cluster);
        Assert.Equal("job.batch/hello created\n", await kubectl.RunAsync("apply -f -", Job));
        Assert.Equal("job.batch/hello unchanged\n", await kubectl.RunAsync("apply -f -", Job));
        Assert.Equal("job.batch/hello configured\n", await kubectl.RunAsync("apply -f -", Job.Replace("app: demo", "app: other", StringComparison.Ordinal)));
        Assert.Equal("other", await kubectl.RunAsync("get job hello -o jsonpath={.metadata.labels.app}"));
        await kubectl.RunAsync("label job hello a=b");
        await kubectl.RunAsync("annotate job hello note=x");
        await kubectl.RunAsync("patch job hello -p {\"spec\":{\"suspend\":true}}");
        Assert.Equal("true b x", await kubectl.RunAsync("get job hello -o jsonpath={.spec.suspend}{'\\u0020'}{.metadata.labels.a}{'\\u0020'}{.metadata.annotations.note}"));
        var refused = await kubectl.TryAsync("create -f -", Job.Replace("backoffLimit", "backofLimit", StringComparison.Ordinal));
        Assert.Equal(1, refused.Code);
        Assert.Contains("unknown field \"spec.backofLimit\"", refused.Error, StringComparison.Ordinal);
        Assert.Contains("namespaces \"nope\" not found", (await kubectl.TryAsync("create -n nope -f -", Job)).Error, StringComparison.Ordinal);
        Assert.Equal("namespace/mine created\n", await kubectl.RunAsync("create -f -", "apiVersion: v1\nkind: Namespace\nmetadata: {name: mine}"));
        await kubectl.RunAsync("create -n mine -f -", Job.Replace("spec:\n  backoffLimit", "spec:\n  suspend: true\n  backoffLimit", StringComparison.Ordinal));
        Assert.Equal("namespace \"mine\" deleted\n", await kubectl.RunAsync("delete namespace mine --timeout=20s"));
    }
}
