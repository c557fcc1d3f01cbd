using System.Text;

namespace Podclip.EndToEnd.Tests;

/// <summary>The embedded cluster as a user meets it: started on demand, in the background, one for a state directory.</summary>
public sealed class EmbeddedClusterTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await RunAsync("cluster", "down", "--purge")).Expect(0);
        _state.Dispose();
    }

    [Fact]
    public async Task A_run_starts_it_and_leaves_it_behind_without_holding_on_to_our_streams()
    {
        Assert.False(await IsRunningAsync());

        // The exit is known only when both streams have ended: a cluster that inherited them would keep this waiting.
        var exit = (await RunAsync("run", "shell", "--prompt", "echo out; echo err >&2")).Expect(0);
        Assert.Equal(["err", "out"], exit.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.True(await IsRunningAsync());
        (await RunAsync("cluster", "down")).Expect(0);
        Assert.False(await IsRunningAsync());
    }

    [Fact]
    public async Task Two_first_runs_at_once_share_one()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => RunAsync("run", "shell", "--prompt", $"echo {i}")));
        Assert.All(runs, run => run.Expect(0));
        Assert.DoesNotContain(runs, run => run.Error.Contains("another build", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_ends_the_same_where_the_node_shows_late_what_happens()
    {
        (await RunAsync("cluster", "up", "--detach", "--status-lag", "1s")).Expect(0);
        Assert.Contains(Processes(), words => words.Contains("--status-lag", StringComparison.Ordinal) && words.Contains("1000ms", StringComparison.Ordinal));
        Assert.Equal("seen\n", (await RunAsync("run", "shell", "--prompt", "echo seen; exit 3")).Expect(1).Text);
    }

    [Fact]
    public async Task A_run_left_behind_outlives_the_cluster_and_is_taken_up_again()
    {
        var id = (await RunAsync("run", "shell", "--detach", "--prompt", "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); sleep 0.1; done; exit 9")).Expect(0).Text.Trim();
        var before = (await RunAsync("cluster", "status", "-o", "json")).Expect(0).Json;
        KillProcess(before.GetProperty("pid").GetInt32());
        var attached = (await RunAsync("attach", id)).Expect(1);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"line {i}"), attached.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var after = (await RunAsync("cluster", "status", "-o", "json")).Expect(0).Json;
        Assert.Equal(before.GetProperty("server").GetString(), after.GetProperty("server").GetString());
        Assert.NotEqual(before.GetProperty("pid").GetInt32(), after.GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task Down_ends_what_runs_in_it()
    {
        // No other test run on this machine sleeps as long.
        var canary = FormattableString.Invariant($"{100_000 + Environment.ProcessId}");
        (await RunAsync("run", "shell", "--detach", "--agent", "canary", "--prompt", $"sleep {canary}")).Expect(0);
        await SeenAsync(() => Processes().Any(words => words.Contains(canary, StringComparison.Ordinal)));
        var down = (await RunAsync("cluster", "down")).Expect(0);
        Assert.Contains("1 pod was ended", down.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Processes(), words => words.Contains(canary, StringComparison.Ordinal));
        (await RunAsync("run", "shell", "--agent", "canary", "--prompt", "true")).Expect(0);
    }

    [Fact]
    public async Task A_workspace_is_shared_with_the_agent_at_its_own_path()
    {
        using var workspace = new TemporaryDirectory();
        // Where root runs the tests the agent is an ordinary user all the same.
        File.SetUnixFileMode(workspace.Path, (UnixFileMode)0b111_111_111);
        var exit = (await RunAsync("run", "shell", "--workspace", workspace.Path, "--prompt", "pwd; echo made > made-by-agent")).Expect(0);
        Assert.Equal(workspace.Path, exit.Text.Trim());
        Assert.Equal("made\n", await File.ReadAllTextAsync(Path.Combine(workspace.Path, "made-by-agent"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_kubeconfig_serves_a_plugin_by_its_other_name()
    {
        (await RunAsync("cluster", "up", "--detach")).Expect(0);
        var kubeconfig = (await RunAsync("cluster", "kubeconfig")).Expect(0).Text.Trim();
        var plugin = Path.Combine(_state.Path, "kubectl-podclip");
        File.CreateSymbolicLink(plugin, PodclipProcess.Binary);
        using var run = PodclipProcess.Start(plugin, _state.Path, ["run", "shell", "--prompt", "echo plugged"], new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig });
        var exit = (await run.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
        Assert.Equal("plugged", exit.Text.Trim());
        Assert.Contains($"the current context of {kubeconfig}", exit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_render_is_checked_by_the_server_and_leaves_nothing()
    {
        var exit = (await RunAsync("render", "shell", "--agent", "rendered", "--prompt", "true", "--dry-run=server")).Expect(0);
        Assert.Contains("uid: ", exit.Text, StringComparison.Ordinal);
        var pods = (await RunAsync("cluster", "status", "-o", "json")).Expect(0).Json.GetProperty("pods");
        Assert.Equal(0, pods.GetArrayLength());
    }

    private async Task<bool> IsRunningAsync() => (await RunAsync("cluster", "status", "-o", "json")).Expect(0).Json.GetProperty("running").GetBoolean();

    private async Task<PodclipExit> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(2));
    }

    private static void KillProcess(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }

    private static async Task SeenAsync(Func<bool> condition)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, bound.Token);
        }
    }

    private static IEnumerable<string> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)))
        {
            string words;
            try
            {
                words = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue; // it ended while it was looked at, or is somebody else's
            }

            yield return words;
        }
    }
}
