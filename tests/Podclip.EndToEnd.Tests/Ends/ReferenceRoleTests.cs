using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>
/// Credentials with exactly the verbs that the TypeScript adapters document (jobs create, get, delete; pods list; pods/log get; claims, namespaces
/// and Secrets get) and those they need and do not document (jobs list, Secrets create and delete).
/// </summary>
public sealed class ReferenceRoleTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly string[] ReferenceRole =
    [
        "batch/jobs: create,get,list,delete",
        "/pods: list",
        "/pods/log: get",
        "/persistentvolumeclaims: get",
        "/secrets: create,get,delete",
    ];

    private static readonly string[] DocumentedRole =
    [
        "batch/jobs: create,get,delete",
        "/pods: list",
        "/pods/log: get",
        "/persistentvolumeclaims: get",
        "/secrets: create,get,delete",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R06_A_run_works_tells_once_what_is_lacking_and_leaves_nothing()
    {
        using var stage = await EndStage.CreateAsync(cluster, "reference-role");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, ReferenceRole);
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--agent", "one", "--home", "none", "--prompt", "echo hello; exit 4"]);
        var result = await stage.EndsAsync(run, 1, "agent_failed", "agent_failed", "code 4");
        Assert.Equal("hello", result.GetProperty("summary").GetString());
        var shown = await stage.CommandAsync("attach", "--last");
        Assert.Single(shown.Error.Split('\n'), line => line.Contains("lack some verbs", StringComparison.Ordinal) && line.Contains("patch jobs", StringComparison.Ordinal) && line.Contains("watch pods", StringComparison.Ordinal));
        Assert.Contains("kind: Role", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Even_without_the_verbs_that_are_not_documented_for_Jobs()
    {
        using var stage = await EndStage.CreateAsync(cluster, "documented-role");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, DocumentedRole);
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "echo hello"]);
        var result = await stage.EndsAsync(run, 0, "succeeded", null);
        Assert.Equal("hello", result.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task The_guard_holds_and_a_cancel_stops_the_agent()
    {
        using var stage = await EndStage.CreateAsync(cluster, "reference-guard");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, ReferenceRole);
        string[] options = ["--agent", "one", "--home", "none", "--no-wait"];
        using var holder = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "trap 'echo heard TERM; exit 1' TERM; echo working; while :; do sleep 0.05; done", .. options]);
        await stage.RunningPodAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        using var second = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "true", .. options]);
        (await second.ExitAsync(TimeSpan.FromMinutes(1))).Expect(5);
        holder.Interrupt();
        (await holder.ExitAsync(TimeSpan.FromMinutes(1))).Expect(130);
        await stage.NothingIsLeftAsync();
        using var third = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "true", .. options]);
        (await third.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
        await stage.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_killed_run_is_taken_up()
    {
        using var stage = await EndStage.CreateAsync(cluster, "reference-killed");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, ReferenceRole);
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "echo one; sleep 6; echo two"]);
        await stage.RunningPodAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        run.Kill();
        await run.ExitAsync(TimeSpan.FromSeconds(10));
        var attached = (await stage.CommandAsync("attach", "--last")).Expect(0);
        Assert.Equal(["one", "two"], attached.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
        await stage.NothingIsLeftAsync();
    }
}
