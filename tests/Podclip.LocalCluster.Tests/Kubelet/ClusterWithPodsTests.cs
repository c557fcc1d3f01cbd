using System.Diagnostics;
using Podclip.LocalCluster.Kubelet;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>The whole cluster, from kubectl to the process in its sandbox.</summary>
public sealed class ClusterWithPodsTests : IAsyncDisposable
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: hello}
        spec:
          backoffLimit: 0
          ttlSecondsAfterFinished: 600
          template:
            spec:
              restartPolicy: Never
              securityContext: {runAsUser: 1000, runAsNonRoot: true}
              volumes:
              - {name: v, secret: {secretName: greeting}}
              containers:
              - name: main
                image: agent:1
                command: [sh, -c, "cat /s/word; id -u; for i in 1 2 3; do echo $i; sleep 0.1; done; exit $(CODE)"]
                env: [{name: CODE, value: "3"}]
                volumeMounts: [{name: v, mountPath: /s}]
                securityContext: {readOnlyRootFilesystem: true}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-cluster-").FullName;

    public async ValueTask DisposeAsync()
    {
        await ClusterTeardown.RunAsync(_directory, TimeProvider.System, CancellationToken.None);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_job_runs_in_a_sandbox_and_its_log_and_end_come_back()
    {
        await using var cluster = await StartAsync();
        await KubectlAsync(cluster, "create -f -", Job);
        await ListedAsync(cluster, "events --field-selector=reason=FailedMount");
        await KubectlAsync(cluster, "create -f -", "apiVersion: v1\nkind: Secret\nmetadata: {name: greeting}\nstringData: {word: 'hello,'}");
        await KubectlAsync(cluster, "wait --for=jsonpath={.status.failed}=1 job/hello --timeout=30s");

        Assert.Equal("hello,1000\n1\n2\n3\n", await KubectlAsync(cluster, "logs -f job/hello"));
        Assert.Equal("Error 3", await KubectlAsync(cluster, "get pods -l job-name=hello -o jsonpath={..terminated.reason}{'\\u0020'}{..terminated.exitCode}"));
        Assert.Contains("FailedMount", await KubectlAsync(cluster, "get events"), StringComparison.Ordinal);
        await KubectlAsync(cluster, "delete job hello");
        await KubectlAsync(cluster, "wait --for=delete pod -l job-name=hello --timeout=30s");
    }

    [Fact]
    public async Task A_pod_lives_on_while_its_cluster_is_started_anew()
    {
        await using (var first = await StartAsync())
        {
            await KubectlAsync(first, "run p --image=x --restart=Never --command -- sh -c read");
            await KubectlAsync(first, "run q --image=x --restart=Never --command -- sleep 1000");
            await KubectlAsync(first, "wait --for=condition=Ready pod/q --timeout=30s");
        }

        await using var second = await StartAsync();

        Assert.Equal("Running", await KubectlAsync(second, "get pod q -o jsonpath={.status.phase}"));
        await KubectlAsync(second, "delete pod q --grace-period=1 --timeout=30s");
        await KubectlAsync(second, "wait --for=jsonpath={.status.phase}=Failed pod/p --timeout=30s");
    }

    private Task<EmbeddedCluster> StartAsync()
    {
        Assert.SkipWhen(KubectlPath is null, "there is no kubectl in PATH");
        var options = new EmbeddedClusterOptions
        {
            StateDirectory = _directory,
            SupervisorCommand = [TestNode.SupervisorProgram, "supervise-pod"],
            LoggerFactory = new TestOutputLoggerFactory(),
        };
        return EmbeddedCluster.StartAsync(options, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until something is listed: <c>kubectl wait --for=create</c> with a selector does not wait before 1.33.</summary>
    private async Task ListedAsync(EmbeddedCluster cluster, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await KubectlAsync(cluster, $"get {what} -o name")).Length == 0)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static string? KubectlPath => Podclip.LocalCluster.Kubelet.Native.ChildProcess.Locate("kubectl");

    private async Task<string> KubectlAsync(EmbeddedCluster cluster, string arguments, string input = "")
    {
        var start = new ProcessStartInfo(KubectlPath!, arguments.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = cluster.KubeconfigPath;
        start.Environment["HOME"] = _directory;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"kubectl {arguments}: {await output}{await errors}");
        return await output;
    }
}
