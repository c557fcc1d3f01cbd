using Podclip.Engine.Observing;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Logs;

namespace Podclip.Engine.Driving;

/// <summary>
/// Reads an agent's log to its end. A log that the server refuses does not end the run: the agent is waited for, and the log asked for
/// once more.
/// </summary>
/// <param name="context">The engine.</param>
/// <param name="pod">The agent's pod.</param>
/// <param name="pump">Where the log goes.</param>
internal sealed class LogReading(EngineContext context, PodObserver pod, LogPump pump)
{
    // An event that is cut is no event any more, and agents print what tools answered as one line.
    private static readonly LogFollowerOptions Options = new() { MaxLineBytes = 64 * 1024 * 1024 };

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the log is being read.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Reads it.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!await TryReadAsync(cancellationToken))
        {
            _opened.TrySetResult();
            await Task.WhenAny(pod.Ended, pod.Gone).WaitAsync(cancellationToken);
            await TryReadAsync(cancellationToken);
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        var follower = new LogFollower(context.Client, context.Namespace, pod.Pod!.Metadata.Name!, JobManifest.ContainerName, context.Time, Options);
        _ = follower.Opened.ContinueWith(_ => _opened.TrySetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await pump.RunAsync(follower, pod.Ended, cancellationToken);
            return true;
        }
        catch (KubernetesException e)
        {
            pump.Refuse(e.Message);
            return false;
        }
    }
}
