using System.Text.Json;

namespace Podclip.Cli.Tests.Commands;

/// <summary><c>podclip doctor</c> where there is no cluster to ask; tests of the whole command have one.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_machine_without_a_sandbox_is_a_finding()
    {
        Assert.Equal(2, await RunAsync("doctor", "-o", "json"));
        var finding = OnlyFinding();
        Assert.Equal(("cluster_unusable", "error", "No sandbox in this test."), (Text(finding, "code"), Text(finding, "level"), Text(finding, "message")));
        Assert.Empty(_terminal.Talk);
    }

    [Fact]
    public async Task A_kubeconfig_that_cannot_be_used_is_a_finding()
    {
        var file = _directory.Write("config", "apiVersion: v1\nkind: Config\ncurrent-context: gone\n");
        Assert.Equal(2, await RunAsync("doctor", "-o", "json", "--kubeconfig", file));
        var finding = OnlyFinding();
        Assert.Equal("kubeconfig_unusable", Text(finding, "code"));
        Assert.Contains("\"gone\"", Text(finding, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_one_finding_for_people_too()
    {
        Assert.Equal(3, await RunAsync("doctor", "--kubeconfig", Unreachable()));
        Assert.Contains("\n✗ API server https://127.0.0.1:9 (k8s_api_unreachable)\n", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("\n✗ A run would not work: 1 error.", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(5, _terminal.Output.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain('\e', _terminal.Output);
    }

    [Fact]
    public async Task As_YAML_there_is_nothing_but_documents()
    {
        Assert.Equal(3, await RunAsync("doctor", "-o", "yaml", "--kubeconfig", Unreachable()));
        Assert.Empty(_terminal.Output);
        Assert.Contains("k8s_api_unreachable", _terminal.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "xml")]
    [InlineData("--request-timeout", "soon")]
    [InlineData("--memory", "much")]
    [InlineData("nobody")]
    public async Task Misuse_is_told_before_anything_is_asked(params string[] words)
    {
        Assert.Equal(2, await RunAsync(["doctor", .. words]));
        Assert.Empty(_terminal.Output);
        Assert.EndsWith("See 'podclip doctor --help'.\n", _terminal.Talk, StringComparison.Ordinal);
    }

    private string Unreachable() => _directory.Write("config", """
        apiVersion: v1
        kind: Config
        current-context: down
        contexts: [{name: down, context: {cluster: down}}]
        clusters: [{name: down, cluster: {server: "https://127.0.0.1:9"}}]
        """);

    private JsonElement OnlyFinding()
    {
        using var document = JsonDocument.Parse(_terminal.Output);
        return Assert.Single(document.RootElement.GetProperty("findings").EnumerateArray()).Clone();
    }

    private static string Text(JsonElement finding, string name) => finding.GetProperty(name).GetString()!;

    private Task<int> RunAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(words, TestContext.Current.CancellationToken);
}
