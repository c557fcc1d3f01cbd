using Podclip.LocalCluster.Kubelet.Exec;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>One container of a supervised pod, through all its runs.</summary>
internal sealed class SupervisedContainer(ContainerSpec spec, RestartPolicy policy, PodDirectory directory, NotificationHub hub, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private readonly LogClock _clock = new(timeProvider);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ContainerRun? _current;

    /// <summary>Its name in the pod.</summary>
    public string Name => spec.Name;

    /// <summary>Whether it is an init container that keeps running.</summary>
    public bool IsSidecar => spec.IsSidecar;

    /// <summary>Completes when its program runs for the first time, or when it will never run.</summary>
    public Task Started => _started.Task;

    /// <summary>Runs it until it has ended for good.</summary>
    /// <returns>How its last run ended; null when it was stopped before it ever started.</returns>
    public async Task<ContainerEnd?> RunAsync()
    {
        try
        {
            return await RunToEndAsync();
        }
        finally
        {
            _started.TrySetResult();
        }
    }

    /// <summary>Asks it to end, and starts it no more.</summary>
    public void Terminate()
    {
        _stop.Cancel();
        lock (_lock)
        {
            _current?.AskToEnd();
        }
    }

    /// <summary>Ends all its processes. To be preceded by <see cref="Terminate"/>.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            _current?.Kill();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task<ContainerEnd?> RunToEndAsync()
    {
        var backOff = FirstBackOff;
        ContainerEnd? last = null;
        for (var attempt = 0; !_stop.IsCancellationRequested; attempt++)
        {
            if (await RunOnceAsync(attempt, last) is not { } end)
            {
                break;
            }

            var isOver = _stop.IsCancellationRequested || policy switch
            {
                RestartPolicy.Never => true,
                RestartPolicy.OnFailure => end.ExitCode == 0,
                RestartPolicy.Always => false,
                _ => throw new InvalidOperationException($"restart policy {policy}"),
            };
            Record(new ContainerRecord(attempt, isOver ? ContainerRunState.Ended : ContainerRunState.BackingOff, end.StartedAt, end, last));
            if (isOver)
            {
                return end;
            }

            last = end;
            await Task.Delay(backOff, timeProvider, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
        }

        if (last is not null)
        {
            // Stopped while it waited for its next run: the last one was the end.
            var known = ContainerRecordFile.Read(directory.Record(spec.Name))!;
            Record(known with { State = ContainerRunState.Ended });
        }

        return last;
    }

    private async Task<ContainerEnd?> RunOnceAsync(int attempt, ContainerEnd? last)
    {
        _clock.Correct();
        if (attempt > 1)
        {
            // The log of the last run and of the one before are kept.
            File.Delete(directory.Log(spec.Name, attempt - 2));
        }

        var run = new ContainerRun(
            spec,
            directory.Log(spec.Name, attempt),
            _clock,
            timeProvider,
            (started, pid) => RecordStart(new ContainerRecord(attempt, ContainerRunState.Running, started, null, last), pid),
            hub.NotifyLog);
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
            {
                return null;
            }

            _current = run;
        }

        return await run.RunAsync();
    }

    private void RecordStart(ContainerRecord record, int pid)
    {
        Record(record, () => ContainerProcess.Of(pid)?.Write(directory.Process(spec.Name)));
        _started.TrySetResult();
    }

    private void Record(ContainerRecord record, Action? first = null)
    {
        try
        {
            first?.Invoke();
            ContainerRecordFile.Write(directory.Record(spec.Name), record);
        }
        catch (IOException e)
        {
            // A full disk must not end the container; the kubelet will find its state unknown.
            Console.Error.WriteLine($"record of {spec.Name}: {e.Message}");
        }

        hub.NotifyRecord();
    }
}
