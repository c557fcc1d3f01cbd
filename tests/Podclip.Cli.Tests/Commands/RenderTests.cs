using System.Text;

namespace Podclip.Cli.Tests.Commands;

public sealed class RenderTests : IDisposable
{
    private const string Canary = "canary-5e1f";

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Values_are_masked()
    {
        Assert.Equal(0, await RenderAsync("shell", "--prompt", $"echo {Canary}", "-e", $"PASSPHRASE={Canary}"));
        Assert.DoesNotContain(Canary, _terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64(Canary), _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("*** (11 bytes)", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("-e PASSPHRASE=…", _terminal.Talk, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_shown_on_request()
    {
        Assert.Equal(0, await RenderAsync("shell", "--prompt", "true", "-e", $"GREETING={Canary}", "--show-secrets"));
        Assert.Contains(Base64(Canary), _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_comes_first_then_Job_and_Secret()
    {
        Assert.Equal(0, await RenderAsync("shell", "--prompt", "true", "--agent", "worker"));
        var kinds = _terminal.Output.Split('\n').Where(line => line.StartsWith("kind: ", StringComparison.Ordinal));
        Assert.Equal(["kind: PersistentVolumeClaim", "kind: Job", "kind: Secret"], kinds);
        Assert.Contains("name: podclip-home-worker", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_credential_is_needed_to_render() => Assert.Equal(0, await RenderAsync("claude", "--prompt", "hello"));

    private Task<int> RenderAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(["render", .. words], TestContext.Current.CancellationToken);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
