using Podclip.Agents;
using Podclip.ScriptedModel;

namespace Podclip.EndToEnd.Tests.OpenCode;

/// <summary>Runs the real OpenCode in Jobs of a test cluster, led to the scripted model.</summary>
internal sealed class OpenCodeStage(TestCluster cluster, TestModel model) : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly int _earlier = model.Server.Requests.Count;

    /// <summary>What the model was asked since this stage was set.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. model.Server.Requests.Skip(_earlier)];

    /// <summary>A file of this machine.</summary>
    public string Write(string name, byte[] content) => _state.Write(name, content);

    /// <summary>Starts <c>podclip run opencode</c>, with the result as JSON.</summary>
    public PodclipProcess Start(string prompt, params IEnumerable<string> options) => StartRun(["--prompt", prompt, .. options]);

    /// <summary>The same to its end.</summary>
    public Task<PodclipExit> RunAsync(string prompt, params IEnumerable<string> options) => EndAsync(Start(prompt, options));

    /// <summary>The same with a prompt from a file.</summary>
    public Task<PodclipExit> RunFileAsync(string file) => EndAsync(StartRun(["--prompt-file", file]));

    public void Dispose() => _state.Dispose();

    private PodclipProcess StartRun(IEnumerable<string> options)
    {
        // What a run is given that is told to use the scripted model; this one's can be looked at.
        var variables = AgentCatalogue.Get("opencode").LeadTo(new ModelAddress { Url = model.Server.BaseUrl, IsScripted = true });
        return PodclipProcess.Start(
            cluster,
            _state.Path,
            [
                "run", "opencode", "--kubeconfig", cluster.Cluster.KubeconfigPath, "-o", "json",
                .. variables.SelectMany(variable => (string[])["-e", $"{variable.Key}={variable.Value}"]),
                .. options,
            ]);
    }

    private static async Task<PodclipExit> EndAsync(PodclipProcess process)
    {
        using (process)
        {
            return await process.ExitAsync(TimeSpan.FromMinutes(2));
        }
    }
}
