using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Settling;

namespace Podclip.Engine.Driving;

/// <summary>Waits until a run's container runs, and says why if it does not.</summary>
/// <param name="context">The engine.</param>
/// <param name="record">The run.</param>
/// <param name="pod">Its pod.</param>
/// <param name="phases">Where waiting is told.</param>
/// <param name="journal">Where the cluster's warnings go.</param>
internal sealed class StartWatch(EngineContext context, RunRecord record, PodObserver pod, PhaseLog phases, JournalWriter journal)
{
    // Most pods start sooner; only the others are worth a watch on the namespace's events.
    private static readonly TimeSpan EventsAfter = TimeSpan.FromSeconds(1);

    // What a cloud needs for a new node, counted from the last time that its autoscaler said it makes one.
    private static readonly TimeSpan ScaleUpTime = TimeSpan.FromMinutes(10);

    private readonly Pulse _told = new();
    private volatile StartEvents _events = StartEvents.None;

    /// <summary>The cluster's last warnings about Job and pod.</summary>
    public IReadOnlyList<string> Warnings => _events.Warnings;

    /// <summary>Null once the container runs or the pod is over; else why it will not run.</summary>
    public async Task<RunFailure?> WaitAsync(Task stopRequested, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = WatchEventsAsync(waiting.Token);
        try
        {
            return await WatchAsync(stopRequested, cancellationToken);
        }
        finally
        {
            await waiting.CancelAsync();
            await events.IgnoreCancellationAsync();
        }
    }

    private async Task<RunFailure?> WatchAsync(Task stopRequested, CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        var (scaleUps, limit) = (0, record.StartTimeout);
        (string? Code, long Since) current = default;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task[] changes = [_told.Next, pod.Changed, pod.Started, pod.Ended, stopRequested];
            if (pod.Started.IsCompleted || pod.Ended.IsCompleted || stopRequested.IsCompleted)
            {
                return null;
            }

            var events = _events;
            if (events.ScaleUps > scaleUps)
            {
                scaleUps = events.ScaleUps;
                limit = Longer(limit, context.Time.GetElapsedTime(began) + ScaleUpTime);
            }

            var trouble = StartTroubles.Find(pod.Pod, record.Job, events);
            if (trouble?.Code != current.Code)
            {
                current = (trouble?.Code, context.Time.GetTimestamp());
            }

            var left = limit - context.Time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return StartFailures.TimedOut(pod.Pod, record.Job, limit, trouble, events.LastWarning);
            }

            if (trouble?.Patience is { } patience)
            {
                var bearable = patience - context.Time.GetElapsedTime(current.Since);
                if (bearable <= TimeSpan.Zero)
                {
                    return StartFailures.Of(trouble);
                }

                left = bearable < left ? bearable : left;
            }

            await WaitAsync(changes, left, cancellationToken);
        }
    }

    private async Task WaitAsync(Task[] changes, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. changes, Task.Delay(atMost, context.Time, wake.Token)]);
        await wake.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WatchEventsAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(EventsAfter, context.Time, cancellationToken);

        // Events are a comfort: a cluster that does not let us read them still runs the agent.
        await foreach (var happened in context.View.FollowEventsAsync(Concerns, cancellationToken))
        {
            var before = _events;
            _events = before.With(happened);
            if (_events.LastWarning != before.LastWarning)
            {
                journal.Append(JournalKind.Notice, _events.LastWarning!);
            }
            else if (pod.Pod is { } current && happened.Reason is "Pulling" or "Pulled" or "TriggeredScaleUp")
            {
                phases.Enter(PodPhases.Describe(current!).Phase, happened.Message ?? happened.Reason);
            }

            _told.Beat();
        }
    }

    private bool Concerns(ObjectReference about) =>
        about.Kind == "Job" ? about.Name == record.Job : about.Uid is not null && about.Uid == pod.Pod?.Metadata.Uid;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
