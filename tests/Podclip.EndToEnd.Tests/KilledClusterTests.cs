using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.EndToEnd.Tests;

/// <summary>The embedded cluster's process is killed while pods run in it.</summary>
public sealed class KilledClusterTests : IAsyncLifetime
{
    private const int Pods = 20;
    private const int Lines = 60;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TemporaryDirectory _state = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await RunAsync("cluster", "down", "--purge");
        _state.Dispose();
    }

    [Fact]
    public async Task Twenty_running_pods_end_with_their_exit_codes_and_whole_logs_and_down_leaves_nothing()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Bound);
        await RunAsync("cluster", "up", "--detach");
        using (var before = await ConnectAsync())
        {
            await Parallel.ForAsync(0, Pods, bound.Token, async (i, token) =>
                await before.CreateAsync(ResourceTypes.Jobs, "default", ShellJob.Of("default", $"job-{i}", Script(i)), cancellationToken: token));
            await UntilAsync(before, pods => pods.Count(pod => pod.Status?.Phase == "Running") == Pods, bound.Token);
        }

        await KillAsync(bound.Token);
        await RunAsync("cluster", "up", "--detach");

        using var after = await ConnectAsync();
        var pods = await UntilAsync(after, pods => pods.All(pod => pod.Status?.Phase is "Succeeded" or "Failed"), bound.Token);
        Assert.Equal(Pods, pods.Count);
        foreach (var pod in pods)
        {
            var number = int.Parse(pod.Metadata.Labels!["job-name"]["job-".Length..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(number, pod.Status!.ContainerStatuses![0].State!.Terminated!.ExitCode);
            Assert.Equal(string.Concat(Enumerable.Range(0, Lines).Select(line => $"{number} line {line}\n")), await LogAsync(after, pod, bound.Token));
        }

        await RunAsync("cluster", "down");
        Assert.DoesNotContain(Traces(), trace => trace.Contains(_state.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(_state.Path, "*", SearchOption.AllDirectories), file => Path.GetFileName(file) == "control");
    }

    /// <summary>Each pod ends with its own number.</summary>
    private static string Script(int number) => FormattableString.Invariant(
        $"i=0; while [ $i -lt {Lines} ]; do echo {number} line $i; i=$((i+1)); sleep 0.2; done; exit {number}");

    private static async Task<string> LogAsync(KubernetesClient client, Pod pod, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader((await client.OpenLogAsync("default", pod.Metadata.Name!, new PodLogOptions(), cancellationToken))!);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<Pod>> UntilAsync(KubernetesClient client, Func<IReadOnlyList<Pod>, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pods = (await client.ListAsync(ResourceTypes.Pods, new ResourceSelector("default"), cancellationToken)).Items;
            if (condition(pods))
            {
                return pods;
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private async Task<KubernetesClient> ConnectAsync() =>
        new(KubeConfig.Load((await RunAsync("cluster", "kubeconfig")).Text.Trim()));

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        var pid = (await RunAsync("cluster", "status", "-o", "json")).Json.GetProperty("pid").GetInt32();
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    private async Task<PodclipExit> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, arguments);
        return (await process.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
    }

    /// <summary>What the machine knows of: command lines, mounts and unix sockets.</summary>
    private static IEnumerable<string> Traces()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)))
        {
            foreach (var file in (string[])["cmdline", "environ"])
            {
                string words;
                try
                {
                    words = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file)));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    continue; // it ended while it was looked at, or is somebody else's
                }

                yield return words;
            }
        }

        foreach (var line in File.ReadLines("/proc/self/mountinfo").Concat(File.ReadLines("/proc/net/unix")))
        {
            yield return line;
        }
    }
}
