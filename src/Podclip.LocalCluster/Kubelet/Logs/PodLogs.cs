using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Logs;

/// <summary>Answers <c>pods/log</c> from the files that supervisors write. A reader that follows is woken by the supervisor; it never polls.</summary>
internal sealed class PodLogs(string stateDirectory, TimeProvider timeProvider)
{
    // Nothing needs it: the supervisor wakes a reader. It bounds what a lost wake-up could cost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Writes a container's log; see <see cref="IPodLogSource.WriteAsync"/>.</summary>
    public async Task WriteAsync(StoredObject pod, string container, PodLogQuery query, PipeWriter output, CancellationToken cancellationToken)
    {
        var directory = PodDirectory.Of(stateDirectory, pod.Uid);
        var attempt = (ContainerRecordFile.Read(directory.Record(container))?.Attempt ?? 0) - (query.Previous ? 1 : 0);
        var path = directory.Log(container, attempt);
        if (!File.Exists(path))
        {
            return;
        }

        var run = new ContainerLog(directory, container, attempt);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (query.Follow)
        {
            await FollowAsync(run, file, query, output, cancellationToken);
        }
        else
        {
            await CopyAsync(file, query, run.HasEnded(), output, cancellationToken);
        }
    }

    /// <summary>Writes what a log file holds now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="query">What part of it.</param>
    /// <param name="hasEnded">Whether nothing can be added any more: then a last line without an end is a line.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static async ValueTask CopyAsync(SafeFileHandle file, PodLogQuery query, bool hasEnded, PipeWriter output, CancellationToken cancellationToken)
    {
        var lines = LinesOf(file, query, hasEnded, output);
        using var entries = new LogEntryReader(file, 0);
        await CopyAsync(entries, lines, cancellationToken);
        await EndAsync(lines, hasEnded, cancellationToken);
    }

    private static LogLineWriter LinesOf(SafeFileHandle file, PodLogQuery query, bool hasEnded, PipeWriter output) =>
        new(file, query, output) { Skip = query.TailLines is { } tail ? Math.Max(0, CountLines(file, hasEnded) - tail) : 0 };

    private async Task FollowAsync(ContainerLog run, SafeFileHandle file, PodLogQuery query, PipeWriter output, CancellationToken cancellationToken)
    {
        var lines = LinesOf(file, query, run.HasEnded(), output);
        using var entries = new LogEntryReader(file, 0);
        var wake = new WakeSignal();
        await using var connection = await SupervisorConnection.ConnectAsync(run.Directory, wantsLogs: true, wake.Set, cancellationToken);
        while (true)
        {
            // First whether it has ended, then what it wrote: the other way round would miss its last words.
            var hasEnded = connection is null or { HasEnded: true } || run.HasEnded();
            await CopyAsync(entries, lines, cancellationToken);
            if (hasEnded || lines.IsDone)
            {
                await EndAsync(lines, hasEnded, cancellationToken);
                return;
            }

            await lines.FlushAsync(cancellationToken);
            await wake.WaitAsync(LongestWait, timeProvider, cancellationToken);
        }
    }

    private static async Task CopyAsync(LogEntryReader entries, LogLineWriter lines, CancellationToken cancellationToken)
    {
        while (!lines.IsDone && entries.TryRead(out var entry))
        {
            await lines.AcceptAsync(entry, cancellationToken);
        }
    }

    private static async Task EndAsync(LogLineWriter lines, bool hasEnded, CancellationToken cancellationToken)
    {
        if (hasEnded && !lines.IsDone)
        {
            await lines.CompleteAsync(cancellationToken);
        }

        await lines.FlushAsync(cancellationToken);
    }

    /// <summary>How many lines a log has now; a last one without an end counts once nothing can follow it.</summary>
    private static long CountLines(SafeFileHandle file, bool hasEnded)
    {
        using var reader = new LogEntryReader(file, 0);
        Span<bool> isOpen = [false, false];
        long count = 0;
        while (reader.TryRead(out var entry))
        {
            isOpen[(int)entry.Stream] = !entry.IsWhole;
            count += entry.IsWhole ? 1 : 0;
        }

        return count + (hasEnded && isOpen[0] ? 1 : 0) + (hasEnded && isOpen[1] ? 1 : 0);
    }

    /// <summary>The log of one run of a container.</summary>
    private sealed record ContainerLog(PodDirectory Directory, string Container, int Attempt)
    {
        /// <summary>Whether nothing can be added any more.</summary>
        public bool HasEnded() =>
            ContainerRecordFile.Read(Directory.Record(Container)) is not { } record
            || record.Attempt > Attempt
            || record.State != ContainerRunState.Running;
    }
}
