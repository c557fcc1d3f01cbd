namespace Podclip.EndToEnd.Tests;

/// <summary><c>podclip demo</c> with the real Claude Code.</summary>
[Trait("Needs", "claude")]
public sealed class DemoTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await RunAsync("cluster", "down", "--purge")).Expect(0);
        _state.Dispose();
    }

    [Fact]
    public async Task It_leaves_a_note_and_adds_to_it_in_the_same_session()
    {
        Assert.SkipUnless(RealClaude.Folder is not null, "There is no Claude Code; ./test.sh installs it.");
        using var workspace = new TemporaryDirectory();
        var folder = Path.Combine(workspace.Path, "demo");
        (await RunAsync("cluster", "image", "add", "podclip/claude:2.1.329", "--root", RealClaude.Folder!, "--path", ".")).Expect(0);
        var exit = (await RunAsync("demo", "--workspace", folder)).Expect(0);
        var note = await File.ReadAllLinesAsync(Path.Combine(folder, "hello-from-podclip.md"), TestContext.Current.CancellationToken);
        Assert.Equal("# Hello from Podclip", note[0]);
        Assert.Contains("Prompt 2 of the same session", note[^1], StringComparison.Ordinal);
        Assert.Contains("Welcome back!", exit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_image_it_says_how_to_get_one()
    {
        var exit = (await RunAsync("demo")).Expect(2);
        Assert.Contains("./demo.sh", exit.Error, StringComparison.Ordinal);
        Assert.Empty(exit.Output);
    }

    private async Task<PodclipExit> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(2));
    }
}
