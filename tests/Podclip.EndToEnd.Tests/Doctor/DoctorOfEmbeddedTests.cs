namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary><c>podclip doctor</c> on the embedded cluster as a user meets it.</summary>
[Trait("Needs", "kubectl")]
public sealed class DoctorOfEmbeddedTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await AskAsync("cluster", "down", "--purge")).Expect(0);
        _state.Dispose();
    }

    [Fact]
    public async Task A_namespace_that_admits_no_shared_folder_is_healed_by_what_is_printed()
    {
        Kubectl.SkipIfAbsent();
        using var workspace = new TemporaryDirectory();
        File.SetUnixFileMode(workspace.Path, (UnixFileMode)0b111_111_111);
        string[] shared = ["-n", "strict", "--workspace", workspace.Path];
        (await AskAsync("cluster", "up", "--detach")).Expect(0);
        var kubeconfig = (await AskAsync("cluster", "kubeconfig")).Expect(0).Text.Trim();
        await Kubectl.RunAsync(
            kubeconfig,
            "apply -f -",
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: strict
              labels: {pod-security.kubernetes.io/enforce: restricted, team: a}
            """);
        var sick = (await AskAsync(["doctor", .. shared])).Expect(4).Text;
        Assert.Contains("(k8s_pod_security_refused)", sick, StringComparison.Ordinal);
        Assert.Contains("hostPath", sick, StringComparison.Ordinal);

        // What is printed for people is to be applied as well: everything from the comment on is YAML.
        await Kubectl.RunAsync(kubeconfig, "apply -f -", sick[sick.IndexOf("# What mends it", StringComparison.Ordinal)..]);
        Assert.Equal("a", await Kubectl.RunAsync(kubeconfig, "get namespace strict -o jsonpath={.metadata.labels.team}"));
        Assert.Contains("All is well", (await AskAsync(["doctor", .. shared])).Expect(0).Text, StringComparison.Ordinal);
        Assert.Equal(workspace.Path + "\n", (await AskAsync(["run", "shell", "--prompt", "pwd", .. shared])).Expect(0).Text);
    }

    private async Task<PodclipExit> AskAsync(params IEnumerable<string> words)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, words);
        return await process.ExitAsync(TimeSpan.FromMinutes(1));
    }
}
