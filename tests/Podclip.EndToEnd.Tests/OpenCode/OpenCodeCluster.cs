namespace Podclip.EndToEnd.Tests.OpenCode;

/// <summary>An embedded cluster as <c>podclip</c> starts it, with OpenCode's image: only there can a run see folders of this machine.</summary>
public sealed class OpenCodeCluster : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();

    public async ValueTask InitializeAsync()
    {
        if (RealOpenCode.Folder is { } folder)
        {
            (await CommandAsync("cluster", "image", "add", "podclip/opencode", "--root", folder, "--path", ".")).Expect(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        (await CommandAsync("cluster", "down", "--purge")).Expect(0);
        _state.Dispose();
    }

    /// <summary>Runs OpenCode in a folder against the scripted model, with the result as JSON.</summary>
    internal Task<PodclipExit> RunAsync(string prompt, string workspace, params IEnumerable<string> options) =>
        CommandAsync(["run", "opencode", "--model-endpoint", "scripted", "-o", "json", "--prompt", prompt, "--workspace", workspace, .. options]);

    private async Task<PodclipExit> CommandAsync(params IEnumerable<string> arguments)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, arguments, new Dictionary<string, string> { ["PODCLIP_CLUSTER"] = "embedded" });
        return await process.ExitAsync(TimeSpan.FromMinutes(2));
    }
}
