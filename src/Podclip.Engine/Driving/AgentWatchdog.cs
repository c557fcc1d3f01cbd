using System.Globalization;
using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Settling;

namespace Podclip.Engine.Driving;

/// <summary>
/// Stops an agent that gets nowhere: one that reports by events and prints nothing after its start, one that has said that it is done and
/// does not exit, and one that asks a broken model again and again.
/// </summary>
/// <param name="record">The run.</param>
/// <param name="pump">Its output.</param>
/// <param name="stop">Where the wish to stop goes.</param>
/// <param name="journal">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentWatchdog(RunRecord record, LogPump pump, StopSignal stop, JournalWriter journal, TimeProvider time)
{
    // A model that is only out of sorts for a moment recovers within fewer; a broken one makes so many in seconds.
    private const int MostIdleSteps = 20;

    /// <summary>Watches until the agent was stopped for its hanging, or by cancellation.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var activity = pump.Activity;
            if (pump.IdleSteps is >= MostIdleSteps and var steps)
            {
                Stop(StopReason.Looping, $"asked its model {steps} times in a row for an answer that led nowhere");
                return;
            }

            var (limit, reason, words) = pump switch
            {
                { HasSaidEnd: true } => (record.ExitTimeout, StopReason.Lingering, "said that it is done and did not exit"),
                { HasOutput: false, Evidence.AnnouncesEnd: true } when record.SilenceTimeout is { } silence => (silence, StopReason.Silent, "printed nothing"),
                _ => (Timeout.InfiniteTimeSpan, StopReason.None, ""),
            };
            if (await IsQuietAsync(activity, limit, cancellationToken))
            {
                Stop(reason, $"{words} for {limit.TotalSeconds:0.###} s");
                return;
            }
        }
    }

    private void Stop(StopReason reason, FormattableString deed)
    {
        journal.Append(JournalKind.Notice, $"The agent {deed.ToString(CultureInfo.InvariantCulture)}; it is stopped.");
        stop.Request(reason);
    }

    private async Task<bool> IsQuietAsync(Task activity, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tooLong = Task.Delay(limit, time, wake.Token);
        var first = await Task.WhenAny(activity, tooLong);
        cancellationToken.ThrowIfCancellationRequested();
        await wake.CancelAsync();
        return first == tooLong;
    }
}
