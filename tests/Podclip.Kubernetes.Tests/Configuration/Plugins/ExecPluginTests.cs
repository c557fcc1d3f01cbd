using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration.Plugins;

public sealed class ExecPluginTests : IDisposable
{
    private readonly PluginFixture _plugin = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _plugin.Dispose();

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_plugin_gets_its_arguments_and_variables_and_its_token_is_sent(string version)
    {
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)));
        var script = $"printf %s \"$KUBERNETES_EXEC_INFO\" > $DIR/info; cat; " + PluginFixture.Print("\"token\":\"'\"$1/$GREETING/$HOME\"'\"", version);
        using var client = new KubernetesClient(_plugin.Load(script, server.Address.ToString(), "- {name: GREETING, value: 'h i'}", version: version));

        await client.GetAsync(ResourceTypes.Pods, "ns", "a", Token);

        Assert.Equal($"Bearer first arg/h i/{Environment.GetEnvironmentVariable("HOME")}", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.Equal($$$"""{"apiVersion":"client.authentication.k8s.io/{{{version}}}","kind":"ExecCredential","spec":{"interactive":false}}""", _plugin.Read("info"));
    }

    [Fact]
    public async Task A_plugin_is_told_of_its_cluster_when_it_asks()
    {
        using var ca = new TestAuthority();
        var pem = ca.Certificate.ExportCertificatePem();
        var connection = _plugin.Load(
            "printf %s \"$KUBERNETES_EXEC_INFO\" > $DIR/info; " + PluginFixture.Print("\"token\":\"t\""),
            "https://host:1/base",
            "\nprovideClusterInfo: true",
            $$"""
            certificate-authority-data: {{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem))}}
            tls-server-name: name
            proxy-url: http://proxy:3128
            extensions:
            - name: other
              extension: no
            - name: client.authentication.k8s.io/exec
              extension: {audience: "1", deep: [1, 2.5, true, ~, text, 'true']}
            """);

        await connection.Credentials!.GetAsync(Token);

        var expected = JsonNode.Parse("""
            {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false,"cluster":{
              "server":"https://host:1/base","tls-server-name":"name","proxy-url":"http://proxy:3128",
              "config":{"audience":"1","deep":[1,2.5,true,null,"text","true"]}}}}
            """)!;
        var info = JsonNode.Parse(_plugin.Read("info"))!;
        var authority = info["spec"]!["cluster"]!["certificate-authority-data"]!;
        info["spec"]!["cluster"]!.AsObject().Remove("certificate-authority-data");
        Assert.True(JsonNode.DeepEquals(expected, info), info.ToJsonString());
        Assert.Equal(pem, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)authority!)).TrimEnd());
    }

    [Fact]
    public async Task A_command_with_a_slash_is_beside_the_kubeconfig()
    {
        Directory.CreateDirectory(Path.Combine(_plugin.Folder, "bin"));
        File.CreateSymbolicLink(Path.Combine(_plugin.Folder, "bin", "shell"), "/bin/sh");
        var file = _plugin.Write(PluginFixture.Print("\"token\":\"t\""));
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).Replace("command: sh", "command: ./bin/shell", StringComparison.Ordinal), Token);

        Assert.Equal("t", (await KubeConfig.Load(file).Credentials!.GetAsync(Token)).Token);
    }

    [Theory]
    [InlineData("command: no-such-plugin", "exec plugin no-such-plugin of user \"u\": there is no command no-such-plugin on the PATH. Get it\nfrom us.")]
    [InlineData("command: ./none", "exec plugin ./none of user \"u\": {dir}/none cannot be started: No such file or directory. Get it\nfrom us.")]
    public async Task A_missing_command_brings_its_hint(string command, string message)
    {
        await using var server = await TestServer.StartAsync(Answers.Json("{}"));
        var file = _plugin.Write("", server.Address.ToString(), "\ninstallHint: \"Get it\\nfrom\\e[31mus.\"");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).Replace("command: sh", command, StringComparison.Ordinal), Token);
        using var client = new KubernetesClient(KubeConfig.Load(file));

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.Equal("getting Pod ns/x: no credential: " + message.Replace("{dir}", _plugin.Folder, StringComparison.Ordinal).Replace("from us", "from [31mus", StringComparison.Ordinal), failure.Message);
        Assert.True(failure.LacksCredential);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("echo starting >&2; printf 'no \\033[31mlogin\\n\\n' >&2; exit 7", "exit code 7: no  [31mlogin")]
    [InlineData("exit 1", "exit code 1")]
    [InlineData("kill -9 $$", "exit code 137")]
    [InlineData("yes s3cret | head -c 1100000", "it printed more than 1048576 bytes")]
    [InlineData("echo s3cret", "its output is no JSON of an ExecCredential")]
    [InlineData("echo '[\"s3cret\"]'", "its output is no JSON of an ExecCredential")]
    [InlineData("echo '{\"kind\":\"s3cret\"}'", "it printed something else than an ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"s3cret\"}}'", "its answer is not of client.authentication.k8s.io/v1")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "its answer has no status")]
    [InlineData("STATUS \"token\":\"\"", "it gave neither a token nor a client certificate")]
    [InlineData("STATUS \"token\":{\"s3cret\":1}", "its output is no JSON of an ExecCredential")]
    [InlineData("STATUS \"clientKeyData\":\"s3cret\"", "it gave a clientKeyData without a clientCertificateData")]
    [InlineData("STATUS \"clientCertificateData\":\"s3cret\",\"token\":\"t\"", "it gave a clientCertificateData without a clientKeyData")]
    [InlineData("STATUS \"clientCertificateData\":\"s3cret\",\"clientKeyData\":\"s3cret\"", "its client certificate and key cannot be used together")]
    [InlineData("STATUS \"token\":\"t\",\"expirationTimestamp\":\"s3cret\"", "its expirationTimestamp is no time")]
    public async Task What_goes_wrong_is_said_without_the_credential(string script, string message)
    {
        var connection = _plugin.Load(script.StartsWith("STATUS ", StringComparison.Ordinal) ? PluginFixture.Print(script[7..]) : script);

        var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await connection.Credentials!.GetAsync(Token));

        Assert.Equal($"exec plugin sh of user \"u\": {message}", failure.Message);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_with_a_line_break_is_never_sent()
    {
        await using var server = await TestServer.StartAsync(Answers.Json("{}"));
        using var client = new KubernetesClient(_plugin.Load(PluginFixture.Print("\"token\":\"a\\\\nX-Evil: 1\""), server.Address.ToString()));

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.Equal("getting Pod ns/x: no credential: the token holds a control character", failure.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_plugin_that_takes_longer_than_a_minute_is_killed_with_its_children()
    {
        var time = new HeldTimeProvider();
        var connection = _plugin.Load("sh -c 'echo $$ > $DIR/pid; mv $DIR/pid $DIR/child; exec sleep 1000' & wait", time: time);
        using var started = new FileArrival(_plugin.Folder, "child");

        var asking = connection.Credentials!.GetAsync(Token).AsTask();
        await started.WaitAsync(Token);
        Assert.Equal([TimeSpan.FromSeconds(60)], time.Fire());

        Assert.Equal("exec plugin sh of user \"u\": it gave no credential within 60 s", (await Assert.ThrowsAsync<KubernetesException>(() => asking)).Message);
        await AssertGoneAsync(_plugin.Read("child"));
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_the_plugin()
    {
        var connection = _plugin.Load("echo $$ > $DIR/pid; mv $DIR/pid $DIR/child; exec sleep 1000");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var started = new FileArrival(_plugin.Folder, "child");

        var asking = connection.Credentials!.GetAsync(stop.Token).AsTask();
        await started.WaitAsync(Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await AssertGoneAsync(_plugin.Read("child"));
    }

    [Fact]
    public async Task A_background_process_that_holds_the_outputs_open_does_not_hold_up_a_failure()
    {
        var connection = _plugin.Load("sleep 1000 >/dev/null & echo $! > $DIR/child; echo why >&2; exit 3");
        try
        {
            var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await connection.Credentials!.GetAsync(Token));

            Assert.Equal("exec plugin sh of user \"u\": exit code 3: why", failure.Message);
        }
        finally
        {
            using var child = System.Diagnostics.Process.GetProcessById(int.Parse(_plugin.Read("child"), System.Globalization.CultureInfo.InvariantCulture));
            child.Kill();
        }
    }

    [Theory]
    [InlineData("v1", "Always", "exec of user \"u\" wants to ask at a terminal (interactiveMode Always), and there is none here")]
    [InlineData("v1", "''", "interactiveMode of exec of user \"u\" is none of Never, IfAvailable and Always")]
    [InlineData("v1", "", "exec of user \"u\" says no interactiveMode")]
    [InlineData("v1alpha1", "Never", "apiVersion of exec of user \"u\" is neither client.authentication.k8s.io/v1 nor client.authentication.k8s.io/v1beta1")]
    public void What_cannot_be_done_is_refused_when_the_kubeconfig_is_read(string version, string mode, string problem)
    {
        var file = _plugin.Write("", version: version, mode: mode);

        Assert.Equal($"{file} cannot be used: {problem}", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file)).Message);
    }

    [Theory]
    [InlineData("v1", "IfAvailable")]
    [InlineData("v1beta1", "")]
    public void Asking_is_optional(string version, string mode) => Assert.NotNull(KubeConfig.Load(_plugin.Write("", version: version, mode: mode)).Credentials);

    [Fact]
    public async Task A_token_in_the_file_itself_wins()
    {
        var connection = _plugin.Load(PluginFixture.CountRun, user: "token: fixed");

        Assert.Equal("fixed", (await connection.Credentials!.GetAsync(Token)).Token);
        Assert.Equal(0, _plugin.Runs);
    }

    private static async Task AssertGoneAsync(string pid)
    {
        // A killed process may be seen for a moment, until its parent or init has taken note.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (Directory.Exists($"/proc/{pid.Trim()}") && !(await File.ReadAllTextAsync($"/proc/{pid.Trim()}/stat", limit.Token)).Contains(") Z", StringComparison.Ordinal))
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
