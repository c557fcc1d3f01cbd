using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>What the bridge makes of a daemon, and of a host, that are out of order. No podclip runs here: the program that would start one ends at once.</summary>
[Trait("Needs", "packages")]
public sealed class BrokenDaemonTests : IAsyncLifetime
{
    private const string Run = "run-played";
    private const string Cancel = "Cancelled by a board operator";
    private readonly TemporaryDirectory _folder = new();
    private Dictionary<string, string> _variables = [];

    private string State => Path.Combine(_folder.Path, "instances", "default", "podclip");

    public ValueTask InitializeAsync()
    {
        var program = _folder.Write("podclip", "#!/bin/sh\n: >\"$PAPERCLIP_HOME/tried\"\nexit 1\n"u8.ToArray());
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _variables = new() { ["PAPERCLIP_HOME"] = _folder.Path, ["PODCLIP_BIN"] = program };
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_stream_that_is_cut_anywhere_is_gone_on_with_and_nothing_is_missed_or_told_twice(int seed)
    {
        const int Lines = 300;
        var random = new Random(seed);
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(Lines), CutAfter = nth => nth < 20 ? random.Next(0, 3000) : null };
        await daemon.ListenAsync(State);
        using var node = Execute();
        var lines = await node.UntilAsync(IsResult);
        Assert.Equal(Enumerable.Range(1, Lines).Select(i => $"line {i} é😀\n"), Log(lines).Split('\n')[..^1].Select(line => line + "\n"));
        Assert.Single(lines, line => line["on"]?.GetValue<string>() == "meta");

        // Cuts fell into the run, not before it.
        var cursors = daemon.Asked.Where(request => request.StartsWith("GET /v1/runs/", StringComparison.Ordinal)).Distinct().Count();
        Assert.InRange(cursors, 8, 21);
        Assert.Equal(0, lines[^1]["result"]!["exitCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_cancel_that_comes_before_a_daemon_was_found_starts_nothing_and_is_acknowledged_at_once()
    {
        TaskCompletionSource gate = new();
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(1), Instead = (request, http) => request == "GET /v1/health" ? gate.Task.WaitAsync(http.RequestAborted) : Task.CompletedTask };
        await daemon.ListenAsync(State);
        using var node = Execute();
        await daemon.UntilAskedAsync("GET /v1/health");
        node.WriteLine(Cancel);
        var result = (await node.UntilAsync(IsResult).WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken))[^1]["result"]!;
        gate.SetResult();
        Assert.Equal(("cancelled", "bootstrap"), (result["errorCode"]!.GetValue<string>(), result["executionRecovery"]!["kind"]!.GetValue<string>()));
        Assert.Equal("acknowledged", result["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
        Assert.DoesNotContain(daemon.Asked, request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancel_while_a_daemon_turns_the_run_away_starts_nothing_either()
    {
        TaskCompletionSource gate = new();
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(1) };
        daemon.Instead = async (request, http) =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal))
            {
                await gate.Task.WaitAsync(http.RequestAborted);
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await http.Response.WriteAsync("""{"code":"draining"}""", http.RequestAborted);
            }
            else if (request.EndsWith("/cancel", StringComparison.Ordinal))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                await http.Response.WriteAsync("""{"code":"unknown_run"}""", http.RequestAborted);
                gate.TrySetResult();
            }
        };
        await daemon.ListenAsync(State);
        using var node = Execute();
        await daemon.UntilAskedAsync("PUT");
        node.WriteLine(Cancel);
        var result = (await node.UntilAsync(IsResult).WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken))[^1]["result"]!;
        Assert.Equal(("cancelled", "bootstrap"), (result["errorCode"]!.GetValue<string>(), result["executionRecovery"]!["kind"]!.GetValue<string>()));
        Assert.DoesNotContain(daemon.Asked, request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_whose_acceptance_was_lost_is_not_given_up_as_one_that_never_started()
    {
        await using PlayedDaemon first = new() { Instead = (request, http) => Abort(http, request.StartsWith("PUT", StringComparison.Ordinal)) };
        await first.ListenAsync(State);
        using var node = Execute();
        await first.UntilAskedAsync("PUT");
        await first.DisposeAsync();
        await UntilTriedAsync();

        // It found no program that works, and still waits for a daemon.
        await using PlayedDaemon second = new() { Events = PlayedDaemon.Story(3) };
        await second.ListenAsync(State);
        Assert.Equal(0, (await node.UntilAsync(IsResult))[^1]["result"]!["exitCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_cancel_that_is_not_taken_is_sent_again_until_it_is()
    {
        var refusals = 3;
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(2)[..^1] };
        daemon.Instead = async (request, http) =>
        {
            if (request.EndsWith("/cancel", StringComparison.Ordinal) && refusals-- > 0)
            {
                http.Response.StatusCode = 500;
                await http.Response.WriteAsync("{}", http.RequestAborted);
            }
            else if (request.EndsWith("/cancel", StringComparison.Ordinal))
            {
                daemon.End(PlayedDaemon.ResultLine(4, "cancelled"));
            }
        };
        await daemon.ListenAsync(State);
        using var node = Execute();
        await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains("line 2", StringComparison.Ordinal) == true);
        node.WriteLine(Cancel);
        Assert.Equal("cancelled", (await node.UntilAsync(IsResult))[^1]["result"]!["errorCode"]!.GetValue<string>());
        Assert.Equal(-1, refusals);
    }

    [Fact]
    [Trait("Needs", "time")]
    public async Task A_cancel_that_nobody_answers_ends_within_the_hosts_minute_and_claims_nothing()
    {
        await using PlayedDaemon daemon = new()
        {
            Events = PlayedDaemon.Story(2)[..^1],
            Instead = (request, http) => request.EndsWith("/cancel", StringComparison.Ordinal) ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask,
        };
        await daemon.ListenAsync(State);
        using var node = Execute();
        await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains("line 2", StringComparison.Ordinal) == true);
        node.WriteLine(Cancel);
        var result = (await node.UntilAsync(IsResult).WaitAsync(TimeSpan.FromSeconds(56), TestContext.Current.CancellationToken))[^1]["result"]!;
        Assert.Equal("cancel_unconfirmed", result["errorCode"]!.GetValue<string>());
        Assert.Null(result["resultJson"]);
    }

    [Fact]
    public async Task A_host_that_fails_to_take_what_is_told_loses_neither_the_rest_nor_the_run()
    {
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(20) };
        await daemon.ListenAsync(State);
        using var node = Execute("--failing-host");
        var lines = await node.UntilAsync(IsResult);
        Assert.Equal(0, lines[^1]["result"]!["exitCode"]!.GetValue<int>());
        Assert.Equal(20, Log(lines).Split('\n').Length - 1);
        Assert.Single((await node.ErrorsAsync()).Split("the host is out of order")[1..]);
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("reject")]
    [InlineData("hang")]
    public async Task Servers_that_the_host_cannot_name_are_complained_of_and_the_run_goes_on_without_them(string how)
    {
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(1) };
        await daemon.ListenAsync(State);
        using var node = Execute("--servers", how);
        Assert.Equal(0, (await node.UntilAsync(IsResult))[^1]["result"]!["exitCode"]!.GetValue<int>());
        Assert.Empty(daemon.Body!["context"]!["runtimeMcp"]!["servers"]!.AsArray());
        Assert.Contains("MCP servers", await node.ErrorsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_data_is_sent_whatever_a_later_host_adds()
    {
        await using PlayedDaemon daemon = new() { Events = PlayedDaemon.Story(1) };
        await daemon.ListenAsync(State);
        using var node = Execute("--odd");
        Assert.Equal(0, (await node.UntilAsync(IsResult))[^1]["result"]!["exitCode"]!.GetValue<int>());
        var context = daemon.Body!["context"]!.AsObject();
        Assert.True(context["later"]!["kept"]!.GetValue<bool>());
        Assert.Equal("1970-01-01T00:00:00.000Z", context["since"]!.GetValue<string>());
        Assert.Equal("mcp-token-0123456789", context["runtimeMcp"]!["servers"]![0]!["token"]!.GetValue<string>());
        Assert.All((string[])["call", "amount", "circle", "signal", "onLog"], name => Assert.False(context.ContainsKey(name), name));
        Assert.Equal("claude_k8s", daemon.Body!["adapter"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_daemon_of_an_earlier_version_is_told_to_let_go_of_its_runs()
    {
        await using PlayedDaemon daemon = new() { Version = "0.0.1" };
        daemon.Instead = async (request, http) =>
        {
            if (request == "POST /v1/stop")
            {
                await http.Response.WriteAsync("{}", http.RequestAborted);
                await http.Response.CompleteAsync();
                _ = daemon.DisposeAsync().AsTask();
            }
        };
        await daemon.ListenAsync(State);
        using var node = Execute();
        var result = (await node.UntilAsync(IsResult))[^1]["result"]!;
        Assert.Contains("""POST /v1/stop {"drain":false}""", daemon.Asked);
        Assert.Equal(("podclip_unusable", "bootstrap"), (result["errorCode"]!.GetValue<string>(), result["executionRecovery"]!["kind"]!.GetValue<string>()));
    }

    private static Task Abort(HttpContext http, bool isIt)
    {
        if (isIt)
        {
            http.Abort();
        }

        return Task.CompletedTask;
    }

    // Until the bridge has run the program that should start a daemon.
    private async Task UntilTriedAsync()
    {
        TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(_folder.Path, "tried");
        watcher.Created += (_, _) => tried.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(_folder.Path, "tried")))
        {
            await tried.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private NodeProcess Execute(params IEnumerable<string> options)
    {
        JsonObject context = new()
        {
            ["runId"] = Run,
            ["agent"] = new JsonObject { ["id"] = "a", ["companyId"] = "c", ["name"] = "Ann" },
            ["runtime"] = new JsonObject { ["sessionId"] = null, ["taskKey"] = "task" },
            ["config"] = new JsonObject(),
            ["context"] = new JsonObject(),
        };
        var file = _folder.Write("context.json", System.Text.Encoding.UTF8.GetBytes(context.ToJsonString()));
        return NodeProcess.Start(_variables, "drive.mjs", [Path.Combine(NodeProcess.Packages, "claude-k8s"), file, .. options]);
    }

    private static bool IsResult(JsonObject line) => line["result"] is not null;

    private static string Log(IEnumerable<JsonObject> lines) => string.Concat(lines.Where(line => line["on"]?.GetValue<string>() == "log").Select(line => line["chunk"]!.GetValue<string>()));
}
