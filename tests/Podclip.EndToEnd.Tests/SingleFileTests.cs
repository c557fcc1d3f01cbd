namespace Podclip.EndToEnd.Tests;

/// <summary>The published single file, which <c>./test.sh</c> makes and names in <c>PODCLIP_TEST_SINGLE_FILE</c>: trimming must have taken nothing that is needed.</summary>
[Trait("Needs", "single-file")]
public sealed class SingleFileTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();
    private readonly string? _binary = Environment.GetEnvironmentVariable("PODCLIP_TEST_SINGLE_FILE");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_binary is { Length: > 0 })
        {
            (await RunAsync("cluster", "down", "--purge")).Expect(0);
        }

        _state.Dispose();
    }

    [Fact]
    public async Task It_runs_an_agent_on_the_embedded_cluster()
    {
        Assert.SkipUnless(_binary is { Length: > 0 }, "There is no published file; ./test.sh makes one.");
        Assert.Equal("0.1.0", (await RunAsync("version", "-o", "json")).Expect(0).Json.GetProperty("version").GetString());
        var result = (await RunAsync("run", "shell", "--agent", "trimmed", "--prompt", "echo trimmed", "-o", "json")).Expect(0).Json;
        Assert.Equal("trimmed", result.GetProperty("summary").GetString());
        Assert.Contains("run_result", (await RunAsync("attach", "--last", "-o", "ndjson")).Expect(0).Text, StringComparison.Ordinal);
        Assert.Contains("kind: Secret", (await RunAsync("render", "shell", "--prompt", "true", "--dry-run=server")).Expect(0).Text, StringComparison.Ordinal);
        Assert.True((await RunAsync("cluster", "status", "-o", "json")).Expect(0).Json.GetProperty("running").GetBoolean());
        Assert.Contains("API server", (await RunAsync("cluster", "status")).Expect(0).Text, StringComparison.Ordinal);
        (await RunAsync("completion", "bash")).Expect(0);
    }

    [Fact]
    public async Task It_runs_the_real_Claude_against_its_own_scripted_model()
    {
        Assert.SkipUnless(_binary is { Length: > 0 } && RealClaude.Folder is not null, "There is no published file or no Claude Code; ./test.sh gets both.");
        (await RunAsync("cluster", "image", "add", "podclip/claude", "--root", RealClaude.Folder!, "--path", ".")).Expect(0);
        var demo = (await RunAsync("run", "claude", "--model-endpoint", "scripted", "--agent", "demo", "--prompt", "Hello", "-o", "json")).Expect(0).Json;
        Assert.Equal("succeeded", demo.GetProperty("outcome").GetString());
        Assert.NotEqual(0, demo.GetProperty("costUsd").GetDecimal());
    }

    private async Task<PodclipExit> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = PodclipProcess.Start(_binary!, _state.Path, arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(2));
    }
}
