using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Podclip.Cli.Tests.Commands;

/// <summary><c>podclip paperclip</c> against a small server that answers as Paperclip does; the real one is in Podclip.Paperclip.EndToEnd.Tests.</summary>
public sealed class PaperclipCommandTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, string> _installed = [];
    private WebApplication _server = null!;
    private string? _refusal;

    private string Url => _server.Urls.First();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_adapters_of_a_folder_are_registered_by_their_paths_and_loaded_anew()
    {
        var folder = Package();
        Assert.Equal(0, await RunAsync("paperclip", "install", "--url", Url, "--from", folder, "-o", "json"));
        Assert.Equal(
            [$"claude_k8s {folder}/claude-k8s", $"opencode_k8s {folder}/opencode-k8s"],
            JsonNode.Parse(_terminal.Output)!.AsArray().Select(row => $"{row!["type"]} {row["folder"]}"));
        Assert.Equal(["GET /api/adapters", "POST /api/adapters/install", "POST /api/adapters/claude_k8s/reload", "POST /api/adapters/install", "POST /api/adapters/opencode_k8s/reload"], _asked);
    }

    [Fact]
    public async Task What_is_there_is_shown_and_taken_out()
    {
        _installed["claude_k8s"] = "@podclip/paperclip-adapter-claude-k8s";
        Assert.Equal(0, await RunAsync("paperclip", "status", "--url", Url));
        Assert.Contains("claude_k8s   installed", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("opencode_k8s not installed", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("paperclip", "uninstall", "--url", Url));
        Assert.Equal("DELETE /api/adapters/claude_k8s", _asked[^1]);
    }

    [Fact]
    public async Task An_adapter_that_the_server_refuses_is_told_with_its_words_and_keeps_nobody_from_the_other()
    {
        _refusal = "Failed to install adapter: cannot read it";
        Assert.Equal(4, await RunAsync("paperclip", "install", "--url", Url, "--from", Package()));
        Assert.Contains("claude_k8s   failed", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("opencode_k8s installed", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("(500): Failed to install adapter: cannot read it", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_there_before_is_updated_and_what_came_from_elsewhere_is_named()
    {
        var folder = Package();
        _installed["claude_k8s"] = $"{folder}/claude-k8s";
        _installed["opencode_k8s"] = "paperclip-adapter-opencode-k8s";
        Assert.Equal(0, await RunAsync("paperclip", "install", "--url", Url, "--from", folder));
        Assert.Contains("claude_k8s   updated", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("opencode_k8s replaced", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("opencode_k8s: it was paperclip-adapter-opencode-k8s, version 0.1.0", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_Podclips_is_left_alone()
    {
        _directory.Write("elsewhere/package.json", """{"name":"somebodys-adapter"}""");
        _installed["claude_k8s"] = Path.Combine(_directory.Path, "elsewhere");
        _installed["opencode_k8s"] = "/only/on/the/servers/machine";
        Assert.Equal(0, await RunAsync("paperclip", "uninstall", "--url", Url));
        Assert.Contains("claude_k8s   left alone", _terminal.Output, StringComparison.Ordinal);
        Assert.Equal(["GET /api/adapters", "DELETE /api/adapters/opencode_k8s"], _asked);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        Assert.Equal(3, await RunAsync("paperclip", "status", "--url", "http://127.0.0.1:9"));
        Assert.Contains("There is no Paperclip server at http://127.0.0.1:9/", _terminal.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paperclip", "install", "--url", "nowhere")]
    [InlineData("paperclip", "status", "--api-key-file", "gone")]
    [InlineData("paperclip", "install", "--url", "http://127.0.0.1:9", "--from", "gone")]
    public async Task Misuse_is_told_before_anything_is_asked(params string[] words)
    {
        Assert.Equal(2, await RunAsync(words));
        Assert.Empty(_terminal.Output);
    }

    private string Package()
    {
        foreach (var agent in (string[])["claude", "opencode"])
        {
            Directory.CreateDirectory(Path.Combine(_directory.Path, "package", $"{agent}-k8s"));
            _directory.Write($"package/{agent}-k8s/package.json", $$"""{"name":"@podclip/paperclip-adapter-{{agent}}-k8s","version":"0.1.0"}""");
        }

        Directory.CreateDirectory(Path.Combine(_directory.Path, "package", "bin"));
        return Path.Combine(_directory.Path, "package");
    }

    private async Task AnswerAsync(HttpContext http)
    {
        _asked.Add($"{http.Request.Method} {http.Request.Path}");
        var body = http.Request.Method == "POST" ? await JsonNode.ParseAsync(http.Request.Body) : null;
        var refusal = http.Request.Path.Value == "/api/adapters/install" && body!["packageName"]!.GetValue<string>().Contains("claude", StringComparison.Ordinal) ? _refusal : null;
        JsonNode answer = http.Request switch
        {
            { Path.Value: "/api/adapters/install" } when refusal is not null => new JsonObject { ["error"] = refusal },
            { Path.Value: "/api/adapters/install" } => new JsonObject { ["type"] = Path.GetFileName(body!["packageName"]!.GetValue<string>()).Replace('-', '_') },
            { Path.Value: "/api/adapters", Method: "GET" } => new JsonArray([.. _installed.Select(one => (JsonNode)new JsonObject { ["type"] = one.Key, ["loaded"] = true, ["version"] = "0.1.0", ["packageName"] = one.Value })]),
            _ => new JsonObject(),
        };
        http.Response.StatusCode = refusal is null ? 200 : 500;
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private Task<int> RunAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(words, TestContext.Current.CancellationToken);
}
