using System.Text;
using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>The JavaScript that Paperclip loads, in a real Node, with the real daemon behind it.</summary>
[Trait("Needs", "packages")]
public sealed class BridgeTests(BridgeStage stage) : IClassFixture<BridgeStage>
{
    private const string Result = """{"type":"result","subtype":"success","is_error":false,"result":"Well done","session_id":"s-1","usage":{"input_tokens":3,"output_tokens":4},"total_cost_usd":0.01}""";
    private const string Init = """{"type":"system","subtype":"init","session_id":"s-1","model":"m"}""";

    [Fact]
    public async Task A_run_is_told_in_order_and_each_thing_once()
    {
        await stage.AddAgentAsync("plain", $"cat >/dev/null; echo '{Init}'; i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo \"line $i\"; done; echo 'jwt-canary-0123456789 mcp-token-0123456789'; echo '{Result}'");
        using var node = Execute("run-plain", "plain-agent", "plain");
        var lines = await node.UntilAsync(IsResult);
        Assert.Equal("cancellationReady", lines[0]["on"]!.GetValue<string>());
        Assert.Single(lines, Is("meta"));
        Assert.Single(lines, Is("dispatch"));
        Assert.DoesNotContain(lines, Is("overlap"));
        var log = Log(lines);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"line {i}"), log.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
        Assert.DoesNotContain("canary", log, StringComparison.Ordinal);
        Assert.DoesNotContain("mcp-token-0123456789", log, StringComparison.Ordinal);
        Assert.True(lines.FindIndex(line => Is("dispatch")(line)) < lines.FindIndex(line => line["chunk"]?.GetValue<string>().Contains("Created K8s Job", StringComparison.Ordinal) == true));
        var result = lines[^1]["result"]!;
        Assert.Equal((0, "s-1", "Well done"), (result["exitCode"]!.GetValue<int>(), result["sessionDisplayId"]!.GetValue<string>(), result["summary"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_host_that_is_slow_to_take_the_log_gets_lines_together_up_to_8_KiB_and_loses_none()
    {
        const int Lines = 3000;
        await stage.AddAgentAsync("chatty", $"cat >/dev/null; echo '{Init}'; i=0; while [ $i -lt {Lines} ]; do i=$((i+1)); echo \"line $i of many that come faster than they are taken\"; done; echo '{Result}'");
        using var node = Execute("run-slow", "slow-agent", "chatty", "--slow-log", "20");
        var lines = await node.UntilAsync(IsResult);
        var chunks = lines.FindAll(Is("log")).Select(line => line["chunk"]!.GetValue<string>()).ToList();
        Assert.All(chunks, chunk => Assert.InRange(Encoding.UTF8.GetByteCount(chunk), 1, 8192));
        Assert.True(chunks.Count < Lines / 10, $"{chunks.Count} chunks");
        Assert.Equal(
            Enumerable.Range(1, Lines).Select(i => $"line {i} of many that come faster than they are taken"),
            string.Concat(chunks).Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_daemon_that_dies_in_mid_run_is_started_again_and_nothing_comes_twice()
    {
        // The agent waits behind each part of its lines until the daemon that told them is dead.
        var gate = Path.Combine(stage.Home, "part");
        await stage.AddAgentAsync("steady", $"cat >/dev/null; echo '{Init}'; i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo \"line $i\"; [ $((i % 25)) != 0 ] || until [ -e '{gate}'$i ]; do sleep 0.05; done; done; echo '{Result}'");
        using var node = Execute("run-killed", "killed-agent", "steady");
        List<JsonObject> lines = [];
        for (var last = 25; last <= 100; last += 25)
        {
            lines.AddRange(await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains($"line {last}\n", StringComparison.Ordinal) == true));
            stage.KillDaemon();
            await File.WriteAllTextAsync($"{gate}{last}", "", TestContext.Current.CancellationToken);
        }

        lines.AddRange(await node.UntilAsync(IsResult));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"line {i}"), Log(lines).Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
        Assert.Single(lines, Is("meta"));
        Assert.Null(lines[^1]["result"]!["errorMessage"]);
    }

    [Fact]
    public async Task A_cancel_reaches_the_agent_and_is_acknowledged()
    {
        await stage.AddAgentAsync("endless", $"trap 'echo stopping; exit 143' TERM; cat >/dev/null; echo '{Init}'; while :; do sleep 0.05; done");
        using var node = Execute("run-cancelled", "cancelled-agent", "endless");
        await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains("init", StringComparison.Ordinal) == true);
        node.WriteLine("Cancelled by a board operator");
        var lines = await node.UntilAsync(IsResult);
        Assert.Contains("stopping\n", Log(lines), StringComparison.Ordinal);
        Assert.Equal("cancelled", lines[^1]["result"]!["errorCode"]!.GetValue<string>());
        Assert.Equal("acknowledged", lines[^1]["result"]!["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_host_that_has_lost_its_lease_leaves_the_agent_alone()
    {
        var gate = Path.Combine(stage.Home, "lease.go");
        await stage.AddAgentAsync("patient", $"cat >/dev/null; echo '{Init}'; until [ -e '{gate}' ]; do sleep 0.05; done; echo '{Result}'");
        using (var node = Execute("run-lease", "lease-agent", "patient"))
        {
            await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains("init", StringComparison.Ordinal) == true);
            node.WriteLine("Legacy controller lease lost");
            var lines = await node.UntilAsync(IsResult);
            Assert.Equal("detached", lines[^1]["result"]!["errorCode"]!.GetValue<string>());
        }

        // The agent went on: asked for again, its run is told from the beginning to its end.
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        using var again = Execute("run-lease", "lease-agent", "patient");
        var told = await again.UntilAsync(IsResult);
        Assert.Null(told[^1]["result"]!["errorMessage"]);
        Assert.Single(Log(told).Split(Init)[1..]);
    }

    [Fact]
    public async Task Loading_the_adapter_again_starts_no_second_daemon()
    {
        await stage.AddAgentAsync("loaded", $"trap 'exit 143' TERM; cat >/dev/null; echo '{Init}'; while :; do sleep 0.05; done");
        using var node = Execute("run-load", "load-agent", "loaded", "--load", "3");
        await node.UntilAsync(line => line["chunk"]?.GetValue<string>().Contains("init", StringComparison.Ordinal) == true);
        var pid = stage.Daemon!["pid"]!.GetValue<int>();

        // Nor does another process of the same instance.
        using var other = NodeProcess.Start(stage.Variables, "drive.mjs", stage.Adapter, stage.Context("run-load-2", "load-agent", "none"), "--test", "--load", "3");
        var lines = await other.UntilAsync(line => line["models"] is not null);
        Assert.DoesNotContain("podclip_", lines[0].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(pid, stage.Daemon!["pid"]!.GetValue<int>());
        node.WriteLine("Cancelled by a board operator");
        await node.UntilAsync(IsResult);
    }

    [Fact]
    public async Task A_binary_that_is_missing_or_of_another_version_is_a_check_and_a_result_that_say_what_to_do()
    {
        Dictionary<string, string> missing = new(stage.Variables) { ["PODCLIP_BIN"] = "", ["PATH"] = "/usr/bin:/bin", ["PAPERCLIP_HOME"] = Path.Combine(stage.Home, "other") };
        await AssertUnusableAsync(missing, "podclip_missing", "@podclip/paperclip-adapters-k8s");

        var fake = Path.Combine(stage.Home, "podclip");
        await File.WriteAllTextAsync(fake, "#!/bin/sh\necho '{\"version\":\"0.0.1\"}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(fake, (UnixFileMode)0x1ed);
        await AssertUnusableAsync(new Dictionary<string, string>(missing) { ["PODCLIP_BIN"] = fake }, "podclip_version", "of one version");

        async Task AssertUnusableAsync(Dictionary<string, string> variables, string code, string hint)
        {
            using var test = NodeProcess.Start(variables, "drive.mjs", stage.Adapter, stage.Context("run-none", "none-agent", "none"), "--test");
            var check = (await test.UntilAsync(line => line["test"] is not null))[^1]["test"]!["checks"]![0]!;
            Assert.Equal(("error", code), (check["level"]!.GetValue<string>(), check["code"]!.GetValue<string>()));
            Assert.Contains(hint, check["hint"]!.GetValue<string>(), StringComparison.Ordinal);
            using var run = NodeProcess.Start(variables, "drive.mjs", stage.Adapter, stage.Context("run-none", "none-agent", "none"));
            var result = (await run.UntilAsync(IsResult))[^1]["result"]!;
            Assert.Equal(code, result["errorCode"]!.GetValue<string>());
            Assert.Equal("bootstrap", result["executionRecovery"]!["kind"]!.GetValue<string>());
        }
    }

    private NodeProcess Execute(string run, string agent, string image, params IEnumerable<string> options) =>
        NodeProcess.Start(stage.Variables, "drive.mjs", [stage.Adapter, stage.Context(run, agent, image), .. options]);

    private static bool IsResult(JsonObject line) => line["result"] is not null;

    private static Predicate<JsonObject> Is(string kind) => line => line["on"]?.GetValue<string>() == kind;

    private static string Log(IEnumerable<JsonObject> lines) => string.Concat(lines.Where(line => Is("log")(line)).Select(line => line["chunk"]!.GetValue<string>()));
}
