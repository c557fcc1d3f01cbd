using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Exec;

/// <summary>Commands in running containers, as the frames recorded from a real server have them.</summary>
public class ExecTests
{
    private const string V4 = "v4.channel.k8s.io";
    private const string V5 = "v5.channel.k8s.io";
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task The_exchanges_recorded_from_a_real_server_come_out_the_same()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster);

        using (var both = await RunAsync(cluster, pod, "container=main&command=sh&command=-c&command=echo%20out%3B%20echo%20err%20%3E%262&stdout=true&stderr=true", V5))
        {
            Assert.Equal((1, ""), both.Frames[0]);
            Assert.Equal(("out\n", "err\n"), (both.Output, both.Errors));
            Assert.Equal("""{"metadata":{},"status":"Success"}""", both.Frames[^1].Text);
            Assert.Equal(3, both.Frames[^1].Channel);
        }

        using (var failed = await RunAsync(cluster, pod, "container=main&command=sh&command=-c&command=echo%20out%3B%20exit%201&stdout=true&stderr=true", V4))
        {
            Assert.Equal(
                """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: error executing command [sh -c echo out; exit 1], exit code 1","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"1"}]}}""",
                failed.Frames[^1].Text);
        }

        using var fed = await ExecClient.ConnectAsync(cluster, pod, "container=main&command=sh&command=-c&command=cat%3B%20exit%203&stdin=true&stdout=true&stderr=true", V5);
        await fed.SendAsync(0, "hello\n"u8.ToArray());
        await fed.SendAsync(0, Encoding.UTF8.GetBytes("stdin é\n"));
        await fed.SendAsync(255, new byte[] { 0 });
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await fed.ReadToEndAsync());
        Assert.Equal("hello\nstdin é\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(fed.Output)));
        Assert.Equal(
            """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: command terminated with exit code 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""",
            fed.Frames[^1].Text);
    }

    [Fact]
    public async Task The_newest_protocol_is_taken_and_an_unknown_one_refused_without_words()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster);
        using var offered = await RunAsync(cluster, pod, "command=true&stdout=true", V4, V5);
        Assert.Equal(V5, offered.Protocol);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ExecClient.ConnectAsync(cluster, pod, "command=true&stdout=true", "v1.nobody.speaks"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        var plain = await cluster.SendAsync("POST", $"{Pods}/{pod}/exec?command=true&stdout=true");
        Assert.Equal((HttpStatusCode.BadRequest, "Upgrade request required"), (plain.Status, plain.Json.Text("message")));
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_named()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster);
        using var client = await RunAsync(cluster, pod, "command=nosuch&stdout=true", V5);
        Assert.Equal("InternalError", client.Status.Text("reason"));
        Assert.Contains("exec: \"nosuch\": executable file not found in $PATH", client.Status.Text("message"), StringComparison.Ordinal);
        using var path = await RunAsync(cluster, pod, "command=/no/such&stdout=true", V5);
        Assert.Contains("exec: \"/no/such\": no such file or directory", path.Status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_inside_the_container_with_its_variables_and_no_more_rights()
    {
        await using var cluster = await StartAsync();
        var canary = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), $"podclip-canary-{Guid.NewGuid():n}");
        await File.WriteAllTextAsync(canary, "host", TestContext.Current.CancellationToken);
        try
        {
            // LD_PRELOAD is among the variables: it must reach the command, and no program before it.
            var pod = await PodAsync(cluster, "echo mine > /tmp/mine; sleep 600", ("GREETING", "it's $HOME \"quoted\"\nand two lines"), ("LD_PRELOAD", "/no/such.so"));
            var script = $"cat /tmp/mine; env -0 | tr '\\0\\n' '|,'; echo; grep -E '^(CapPrm|CapEff|NoNewPrivs)' /proc/self/status | tr -s '\\t\\n' ' '; echo; [ -e {canary} ] && echo seen; ls /proc/self/fd | tr '\\n' ' '";
            using var client = await RunAsync(cluster, pod, $"command=sh&command=-c&command={Uri.EscapeDataString(script)}&stdout=true&stderr=true", V5);
            var lines = client.Output.Split('\n');
            Assert.Equal("mine", lines[0]);
            Assert.Contains("|GREETING=it's $HOME \"quoted\",and two lines|", "|" + lines[1], StringComparison.Ordinal);
            Assert.Contains("|LD_PRELOAD=/no/such.so|", "|" + lines[1], StringComparison.Ordinal);
            Assert.DoesNotContain("PODCLIP_EXEC", lines[1], StringComparison.Ordinal);
            Assert.Equal("CapPrm: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1 ", lines[2]);
            Assert.DoesNotContain("seen", client.Output, StringComparison.Ordinal);
            Assert.Equal("0 1 2 3 ", lines[3]);
        }
        finally
        {
            File.Delete(canary);
        }
    }

    [Fact]
    public async Task Megabytes_go_through_unchanged()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster);
        using var client = await ExecClient.ConnectAsync(cluster, pod, "command=sha256sum&stdin=true&stdout=true", V5);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[60_000];
        for (var i = 0; i < 200; i++)
        {
            Random.Shared.NextBytes(chunk);
            hash.AppendData(chunk);
            await client.SendAsync(0, chunk);
        }

        await client.SendAsync(255, new byte[] { 0 });
        await client.ReadToEndAsync();
        Assert.StartsWith(Convert.ToHexStringLower(hash.GetHashAndReset()), client.Output, StringComparison.Ordinal);
        using var back = await RunAsync(cluster, pod, "command=sh&command=-c&command=head%20-c%2020000000%20%2Fdev%2Fzero&stdout=true", V5);
        Assert.Equal(20_000_000, back.Output.Length);
        Assert.True(back.Output.AsSpan().IndexOfAnyExcept('\0') < 0);
    }

    [Fact]
    public async Task A_command_ends_when_its_client_leaves_and_when_its_container_ends()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster);
        using (var leaving = await ExecClient.ConnectAsync(cluster, pod, "command=sh&command=-c&command=echo%20up%3B%20sleep%20601&stdout=true", V5))
        {
            await leaving.ReadAsync();
            await leaving.ReadAsync();
            Assert.Equal("up\n", leaving.Output);
            leaving.Leave();
        }

        // The pod's own processes are the shell's sleep and, if it were still there, the command's.
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        string seen;
        do
        {
            bound.Token.ThrowIfCancellationRequested();
            using var look = await RunAsync(cluster, pod, "command=sh&command=-c&command=cat%20%2Fproc%2F%5B0-9%5D*%2Fcmdline%20%7C%20tr%20%27%5C0%27%20%27%20%27&stdout=true", V5);
            seen = look.Output;
        }
        while (seen.Contains("sleep 601", StringComparison.Ordinal));

        using var staying = await ExecClient.ConnectAsync(cluster, pod, "command=sh&command=-c&command=echo%20up%3B%20sleep%20602&stdout=true", V5);
        await staying.ReadAsync();
        await staying.ReadAsync();
        await cluster.SendAsync("DELETE", $"{Pods}/{pod}?gracePeriodSeconds=0");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await staying.ReadToEndAsync());
        Assert.Equal("137", staying.Status.At("details").Items("causes").Single().Text("message"));
    }

    [Fact]
    public async Task A_container_that_does_not_run_is_refused()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster, "exit 0", awaits: p => p.Text("status", "phase") == "Succeeded");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => ExecClient.ConnectAsync(cluster, pod, "command=true&stdout=true", V5));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestCluster> StartAsync() => TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);

    private static async Task<string> PodAsync(
        TestCluster cluster,
        string script = "sleep 600",
        params (string Name, string Value)[] variables) => await PodAsync(cluster, script, p => p.Text("status", "phase") == "Running", variables);

    private static async Task<string> PodAsync(TestCluster cluster, string script, Func<JsonNode, bool> awaits, params (string Name, string Value)[] variables)
    {
        var job = TestJobs.Script("stay", script);
        job["spec"]!["template"]!["spec"]!["containers"]![0]!["env"] = new JsonArray([.. variables.Select(v => (JsonNode)new JsonObject { ["name"] = v.Name, ["value"] = v.Value })]);
        await cluster.CreateAsync(Jobs, job);
        var pods = await cluster.WaitForAsync(Pods, list => list.Items("items").Any(awaits));
        return pods.Items("items").Single().Text("metadata", "name")!;
    }

    private static async Task<ExecClient> RunAsync(TestCluster cluster, string pod, string query, params string[] protocols)
    {
        var client = await ExecClient.ConnectAsync(cluster, pod, query, protocols);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await client.ReadToEndAsync());
        return client;
    }
}
