using System.Diagnostics;
using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Tests.AdapterUtils;

public sealed class ChildProcessTests
{
    private readonly List<(string Stream, string Text)> _log = [];

    [Fact]
    public async Task A_command_brings_its_output_and_its_exit_code()
    {
        var result = await RunAsync("echo out; echo err >&2; exit 3");

        Assert.Equal((3, null, false), (result.ExitCode, result.Signal, result.TimedOut));
        Assert.Equal("out\n", result.StandardOutput);
        Assert.Equal("err\n", result.StandardError);
        Assert.Contains(("stdout", "out\n"), _log);
        Assert.Contains(("stderr", "err\n"), _log);
    }

    [Fact]
    public async Task A_signal_is_told_from_an_exit_code_of_the_same_number()
    {
        var killed = await RunAsync("kill -TERM $$");
        var exited = await RunAsync("exit 143");

        Assert.Equal((null, "SIGTERM"), (killed.ExitCode, killed.Signal));
        Assert.Equal((143, null), (exited.ExitCode, exited.Signal));
    }

    [Fact]
    public async Task Its_input_is_given_whole_and_ends()
    {
        var input = string.Concat(Enumerable.Repeat("0123456789abcdef", 65_536));

        var result = await RunAsync("wc -c", request => request with { StandardInput = input });

        Assert.Equal("1048576", result.StandardOutput.Trim());
    }

    [Fact]
    public async Task A_command_that_reads_no_input_may_end_all_the_same()
    {
        var result = await RunAsync("exec true", request => request with { StandardInput = new string('x', 4_000_000) });

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_character_cut_by_two_writes_stays_whole()
    {
        var result = await RunAsync("printf '\\303'; sleep 0.3; printf '\\251\\360\\237'; sleep 0.3; printf '\\230\\200'");

        Assert.Equal("é😀", result.StandardOutput);
        Assert.Equal("é😀", string.Concat(_log.Select(piece => piece.Text)));
    }

    [Fact]
    public async Task It_leads_a_group_of_its_own_which_gets_TERM_when_its_time_is_over()
    {
        SpawnedProcess? spawned = null;
        var result = await RunAsync(
            "trap 'echo bye; exit 7' TERM; (trap '' INT; sleep 600) & echo $!; wait",
            request => request with
            {
                TimeoutSec = 1,
                GraceSec = 20,
                OnSpawn = process =>
                {
                    spawned = process;
                    return Task.CompletedTask;
                },
            });

        Assert.True(result.TimedOut);
        Assert.Equal(7, result.ExitCode);
        Assert.EndsWith("bye\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(spawned!.Pid, spawned.ProcessGroupId);
        Assert.False(IsAlive(int.Parse(result.StandardOutput.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture)), "The grandchild outlived TERM to the group.");
    }

    [Fact]
    public async Task Who_does_not_hear_TERM_gets_KILL_after_the_grace()
    {
        var result = await RunAsync("trap '' TERM; sleep 600 & wait; sleep 600", request => request with { TimeoutSec = 0.2, GraceSec = 0 });

        Assert.True(result.TimedOut);
        Assert.Equal((null, "SIGKILL"), (result.ExitCode, result.Signal));
    }

    [Fact]
    public async Task What_left_the_group_and_holds_the_output_is_not_waited_for_after_KILL()
    {
        var result = await RunAsync("setsid sh -c 'trap \"\" TERM; echo $$; exec sleep 60' & wait", request => request with { TimeoutSec = 1, GraceSec = 0 });

        Assert.True(result.TimedOut);
        var left = int.Parse(result.StandardOutput, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsAlive(left));
        Process.GetProcessById(left).Kill();
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_what_there_was()
    {
        using var cancel = new CancellationTokenSource();
        var result = await RunAsync(
            "echo started; sleep 600",
            request => request with
            {
                OnLog = (_, _) => cancel.CancelAsync(),
            },
            cancel.Token);

        Assert.True(result.Cancelled);
        Assert.False(result.TimedOut);
        Assert.Equal(("started\n", "SIGTERM"), (result.StandardOutput, result.Signal));
    }

    [Fact]
    public async Task The_command_waits_while_its_output_is_not_taken()
    {
        var gate = new TaskCompletionSource();
        using var folder = new TemporaryFolder();
        var done = Path.Combine(folder.Path, "done");
        var run = RunAsync($"head -c 2000000 /dev/zero; touch {done}", request => request with
        {
            OnLog = async (_, text) =>
            {
                _log.Add(("stdout", text));
                await gate.Task;
            },
        });
        while (_log.Count == 0)
        {
            await Task.Yield();
        }

        Assert.False(File.Exists(done), "The command wrote 2 MB although nobody took more than one piece.");
        gate.SetResult();
        var result = await run;

        Assert.Equal(2_000_000, result.StandardOutput.Length);
        Assert.True(File.Exists(done));
    }

    [Fact]
    public async Task A_log_that_throws_does_not_end_the_run()
    {
        List<string> errors = [];
        var result = await RunAsync("echo a; sleep 0.2; echo b", request => request with
        {
            OnLog = (_, _) => throw new InvalidOperationException("no"),
            OnLogError = (_, message) => errors.Add(message),
        });

        Assert.Equal("a\nb\n", result.StandardOutput);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task A_command_that_stays_after_its_last_word_is_stopped()
    {
        var result = await RunAsync("echo '{\"type\":\"result\"}'; sleep 600", request => request with
        {
            TerminalResultCleanup = new TerminalResultCleanup((output, _) => output.Contains("\"result\"", StringComparison.Ordinal)) { Grace = TimeSpan.FromSeconds(0.2) },
        });

        Assert.Equal(new TerminalResultCleanupReport("SIGTERM", false), result.TerminalResultCleanup);
        Assert.False(result.TimedOut);
    }

    [Fact]
    public async Task The_host_keeps_its_own_variables()
    {
        var result = await RunAsync("env", request => request with
        {
            Inherited = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/bin:/bin", ["PAPERCLIP_API_KEY"] = "secret", ["PAPERCLIP_LISTEN_PORT"] = "1", ["CLAUDECODE"] = "1", ["OTHER"] = "x",
            },
            Environment = new Dictionary<string, string> { ["OWN"] = "y" },
        });

        var lines = result.StandardOutput.Split('\n');
        Assert.Contains("OTHER=x", lines);
        Assert.Contains("OWN=y", lines);
        Assert.Contains("PAPERCLIP_LISTEN_PORT=1", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("PAPERCLIP_API_KEY", StringComparison.Ordinal) || line.StartsWith("CLAUDECODE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-command", "/")]
    [InlineData("/bin/true", "/no/such/folder")]
    public async Task A_command_that_is_not_there_is_named_with_its_PATH(string command, string cwd)
    {
        var error = await Assert.ThrowsAsync<ChildProcessException>(() => RunAsync("", request => request with
        {
            Command = command,
            Cwd = cwd,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin" },
        }));

        Assert.Equal($"Failed to start command \"{command}\" in \"{cwd}\". Verify adapter command, working directory, and PATH (/usr/bin).", error.Message);
    }

    private Task<ChildProcessResult> RunAsync(
        string script,
        Func<ChildProcessRequest, ChildProcessRequest>? change = null,
        CancellationToken? cancellationToken = null)
    {
        var request = new ChildProcessRequest
        {
            RunId = "run",
            Command = "sh",
            Arguments = ["-c", script],
            Cwd = "/",
            OnLog = (stream, text) =>
            {
                _log.Add((stream, text));
                return Task.CompletedTask;
            },
        };
        return ChildProcesses.RunChildProcessAsync(change?.Invoke(request) ?? request, cancellationToken ?? TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    // A zombie is dead: init may be slow to take it away.
    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
