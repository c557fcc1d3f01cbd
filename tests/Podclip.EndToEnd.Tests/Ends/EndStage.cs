using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;
using Podclip.LocalCluster.Kubelet.Images;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>A namespace and a state directory of its own, in which one run is made to end in some way.</summary>
internal sealed class EndStage : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TestCluster _cluster;
    private readonly TemporaryDirectory _state = new();

    private EndStage(TestCluster cluster, string ns) => (_cluster, Namespace) = (cluster, ns);

    public string Namespace { get; }

    public KubernetesClient Client => _cluster.Client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<EndStage> CreateAsync(TestCluster cluster, string ns, Dictionary<string, string>? labels = null)
    {
        await cluster.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = ns, Labels = labels } }, cancellationToken: Token);
        return new EndStage(cluster, ns);
    }

    /// <summary>Starts <c>podclip run shell</c>.</summary>
    public PodclipProcess Script(string script, params IEnumerable<string> options) => Start(["run", "shell", "--prompt", script, .. options]);

    /// <summary>Starts <c>podclip run claude</c> with a script in the place of Claude Code.</summary>
    public PodclipProcess FakeClaude(string script, params IEnumerable<string> options) => FakeClaudeBy(_cluster.Cluster.KubeconfigPath, script, options);

    /// <summary>The same with a kubeconfig of one's own.</summary>
    public PodclipProcess FakeClaudeBy(string kubeconfig, string script, params IEnumerable<string> options) =>
        FakeBy(kubeconfig, "claude", script, ["-e", "ANTHROPIC_API_KEY=none", .. options]);

    /// <summary>Starts <c>podclip run opencode</c> with a script in the place of OpenCode.</summary>
    public PodclipProcess FakeOpenCode(string script, params IEnumerable<string> options) =>
        FakeBy(_cluster.Cluster.KubeconfigPath, "opencode", script, ["-e", "OPENAI_API_KEY=none", .. options]);

    public PodclipProcess Start(params IEnumerable<string> arguments) => StartBy(_cluster.Cluster.KubeconfigPath, arguments);

    /// <summary>The same with a kubeconfig of one's own.</summary>
    public PodclipProcess StartBy(string kubeconfig, IEnumerable<string> arguments) =>
        PodclipProcess.Start(PodclipProcess.Binary, _state.Path, [.. arguments, "--kubeconfig", kubeconfig, "-n", Namespace, .. arguments.Contains("-o") ? [] : (string[])["-o", "json"]]);

    /// <summary>A command about a run of this stage.</summary>
    public async Task<PodclipExit> CommandAsync(params IEnumerable<string> arguments) => await PodclipProcess.RunAsync(_cluster, _state.Path, arguments);

    /// <summary>Waits for the end and holds everything a user sees of it: exit code, JSON, text, and that nothing is left in the cluster.</summary>
    /// <param name="run">The run.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="errorCode">The error code; null for success.</param>
    /// <param name="words">What the message must name.</param>
    public async Task<JsonElement> EndsAsync(PodclipProcess run, int exitCode, string outcome, string? errorCode, params IEnumerable<string> words)
    {
        var exit = (await run.ExitAsync(Bound)).Expect(exitCode);
        var result = exit.Json;
        Assert.Equal((outcome, errorCode), (result.GetProperty("outcome").GetString(), result.GetProperty("errorCode").GetString()));
        var shown = (await CommandAsync("attach", "--last")).Expect(exitCode);
        if (errorCode is not null)
        {
            var message = result.GetProperty("errorMessage").GetString()!;
            Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
            Assert.False(string.IsNullOrEmpty(result.GetProperty("remedy").GetString()) && errorCode != "cancelled", $"{errorCode} has no remedy: {message}");
            Assert.Contains($"({errorCode})", shown.Error, StringComparison.Ordinal);
            Assert.Contains(message[..Math.Min(40, message.Length)], shown.Error, StringComparison.Ordinal);
        }

        await NothingIsLeftAsync();
        return result;
    }

    public Task NothingIsLeftAsync() => Leftovers.NoneAsync(Client, Namespace, Token);

    /// <summary>Waits until so many runs have come to wait for their agent; each may be anywhere between its first try and its turn.</summary>
    public async Task QueuedAsync(int count)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (Directory.GetFiles(Path.Combine(_state.Path, "queue"), "*", SearchOption.AllDirectories).Length < count)
        {
            await Task.Delay(50, bound.Token);
        }
    }

    /// <summary>Waits until the run's pod is as wanted.</summary>
    public async Task<Pod> PodAsync(Func<Pod, bool> isWanted)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var change in Client.WatchAsync(ResourceTypes.Pods, new ResourceSelector(Namespace, Labels: "podclip.dev/run-id"), null, bound.Token))
        {
            if (isWanted(change.Object))
            {
                return change.Object;
            }
        }

        throw new InvalidOperationException("The watch ended.");
    }

    /// <summary>Waits until the run's container runs and has printed something.</summary>
    public async Task<Pod> RunningPodAsync()
    {
        var pod = await PodAsync(p => p.Status?.ContainerStatuses is [{ State.Running: not null }]);
        await using var log = await Client.OpenLogAsync(Namespace, pod.Metadata.Name!, new PodLogOptions { Follow = true }, Token);
        Assert.True(await log!.ReadAsync(new byte[1], Token) == 1, "the agent printed nothing");
        return pod;
    }

    /// <summary>Marks the pod as a disruption's target and deletes it, as the control plane does.</summary>
    public async Task DisruptAsync(Pod pod, string reason, string message)
    {
        var conditions = new JsonArray(new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        });
        await PatchStatusAsync(pod, new JsonObject { ["status"] = new JsonObject { ["conditions"] = conditions } }.ToJsonString());
        await Client.DeleteAsync(ResourceTypes.Pods, Namespace, pod.Metadata.Name!, PropagationPolicy.Background, cancellationToken: Token);
    }

    public async Task PatchStatusAsync(Pod pod, string patch)
    {
        using var http = _cluster.OpenHttp();
        using var content = new StringContent(patch, null, "application/strategic-merge-patch+json");
        using var answer = await http.PatchAsync(new Uri($"/api/v1/namespaces/{Namespace}/pods/{pod.Metadata.Name}/status", UriKind.Relative), content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Creates an object given as YAML's subset JSON.</summary>
    public async Task CreateAsync(string path, string json)
    {
        using var http = _cluster.OpenHttp();
        using var content = new StringContent(json, null, "application/json");
        using var answer = await http.PostAsync(new Uri(path.Replace("{ns}", Namespace, StringComparison.Ordinal), UriKind.Relative), content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    public void Dispose() => _state.Dispose();

    private PodclipProcess FakeBy(string kubeconfig, string agent, string script, IEnumerable<string> options)
    {
        var root = Path.Combine(_state.Path, $"fake-{agent}");
        Directory.CreateDirectory(root);
        var program = Path.Combine(root, agent);
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        _cluster.AddImage(new ImageEntry { Name = Namespace, Root = root, Path = ["."] });
        return StartBy(kubeconfig, ["run", agent, "--image", Namespace, "--prompt", "hello", .. options]);
    }
}
