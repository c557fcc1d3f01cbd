using System.Diagnostics;
using Podclip.Kubernetes.Resources.Batch;

namespace Podclip.Benchmarks;

/// <summary>How long a container takes to say its first word: bare in a sandbox, as a Pod, and as the Pod of a Job.</summary>
/// <param name="client">The embedded cluster.</param>
internal sealed class PodStart(KubernetesClient client)
{
    private const string Namespace = "default";
    private const int WarmUps = 5;
    private static readonly string[] Command = ["sh", "-c", "echo ready"];

    /// <summary>Measures the three in turn, so that whatever else the machine does falls on all of them.</summary>
    public async Task RunAsync(int count, TextWriter report, CancellationToken cancellationToken)
    {
        Sample bare = new("a bare sandbox, to its first line");
        Sample pod = new("a Pod, from its POST to its first log line");
        Sample job = new("a Job, from its POST to its first log line");
        for (var i = -WarmUps; i < count; i++)
        {
            await MeasureAsync(bare, i, SandboxAsync, cancellationToken);
            await MeasureAsync(pod, i, token => PodAsync($"pod-{i + WarmUps}", token), cancellationToken);
            await MeasureAsync(job, i, token => JobAsync($"job-{i + WarmUps}", token), cancellationToken);
        }

        foreach (var sample in (Sample[])[bare, pod, job])
        {
            await report.WriteLineAsync(sample.Describe(bare));
        }
    }

    private static async Task MeasureAsync(Sample sample, int round, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        await act(cancellationToken);
        if (round >= 0)
        {
            sample.Add(since);
        }
    }

    private static async Task SandboxAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["--unshare-user", "--unshare-pid", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--", .. Command];
        using var process = Process.Start(new ProcessStartInfo("bwrap", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        await ReadFirstLineAsync(process.StandardOutput, cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }

    private Task PodAsync(string name, CancellationToken cancellationToken) => FirstLineAsync(
        token => client.CreateAsync(ResourceTypes.Pods, Namespace, new Pod { Metadata = Named(name), Spec = Spec() }, cancellationToken: token),
        $"bench={name}",
        cancellationToken);

    private Task JobAsync(string name, CancellationToken cancellationToken) => FirstLineAsync(
        token => client.CreateAsync(
            ResourceTypes.Jobs,
            Namespace,
            new Job { Metadata = Named(name), Spec = new JobSpec { BackoffLimit = 0, Template = new PodTemplateSpec { Metadata = Named(null, name), Spec = Spec() } } },
            cancellationToken: token),
        $"bench={name}",
        cancellationToken);

    private async Task FirstLineAsync(Func<CancellationToken, Task> create, string labels, CancellationToken cancellationToken)
    {
        await create(cancellationToken);
        await foreach (var change in client.WatchAsync(ResourceTypes.Pods, new ResourceSelector(Namespace, labels), null, cancellationToken))
        {
            if (change.Object.Status?.ContainerStatuses is [{ State: { Running: not null } or { Terminated: not null } }])
            {
                await using var log = await client.OpenLogAsync(Namespace, change.Object.Metadata.Name!, new PodLogOptions { Follow = true }, cancellationToken);
                using var reader = new StreamReader(log!);
                await ReadFirstLineAsync(reader, cancellationToken);
                return;
            }
        }

        throw new InvalidOperationException($"The watch of {labels} ended before its pod ran.");
    }

    private static async Task ReadFirstLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        if (await reader.ReadLineAsync(cancellationToken) is not "ready" and var line)
        {
            throw new InvalidOperationException($"The first line was '{line}'.");
        }
    }

    private static ObjectMeta Named(string? name, string? label = null) => new()
    {
        Name = name,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["bench"] = label ?? name! },
    };

    private static PodSpec Spec() => new()
    {
        RestartPolicy = "Never",
        TerminationGracePeriodSeconds = 0,
        Containers = [new Container { Name = "main", Image = "shell", Command = [.. Command] }],
    };
}
