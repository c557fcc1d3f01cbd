using Podclip.Engine.Journal;

namespace Podclip.Engine.Driving;

/// <summary>Writes a run's phases into its journal and keeps the times they began.</summary>
/// <param name="journal">The journal.</param>
/// <param name="time">The clock.</param>
internal sealed class PhaseLog(JournalWriter journal, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RunPhase, long> _began = [];
    private readonly long _start = time.GetTimestamp();
    private RunPhase _current = (RunPhase)(-1);

    /// <summary>The run is in a phase; a step back (a report that comes late) is not told.</summary>
    public void Enter(RunPhase phase, string detail)
    {
        lock (_lock)
        {
            if (phase < _current)
            {
                return;
            }

            _current = phase;
            _began.TryAdd(phase, time.GetTimestamp());
        }

        journal.Append(JournalKind.Phase, $"{(int)phase} {detail}");
    }

    /// <summary>The phase that a journal's record tells.</summary>
    public static RunPhase PhaseOf(JournalRecord record)
    {
        var text = System.Text.Encoding.UTF8.GetString(record.Payload.Span);
        return (RunPhase)int.Parse(text[..text.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Where the time went, up to now.</summary>
    public RunTimings Measure()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            double? Between(long? from, long? to) => from is { } a && to is { } b ? Math.Round(time.GetElapsedTime(a, b).TotalSeconds, 3) : null;
            long? Began(RunPhase phase) => _began.TryGetValue(phase, out var at) ? at : null;

            // A pod may go straight to a later phase; the phase it skipped then took no time.
            var running = Began(RunPhase.Running);
            var starting = Began(RunPhase.Starting) ?? running;
            var scheduling = Began(RunPhase.Scheduling) ?? starting;
            return new RunTimings
            {
                AdmittedSec = Between(_start, scheduling),
                QueuedSec = Between(Began(RunPhase.Queued), scheduling),
                ScheduledSec = Between(scheduling, starting),
                StartedSec = Between(starting, running),
                RanSec = Between(running, Began(RunPhase.Settling) ?? now),
                TotalSec = Between(_start, now),
            };
        }
    }
}
