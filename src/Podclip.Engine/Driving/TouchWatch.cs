using Podclip.Engine.Journal;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>
/// Watches whether the cluster can be asked at all. A run survives an API server that is away; it tells of it, and gives up only after
/// the bound.
/// </summary>
/// <param name="context">The engine.</param>
/// <param name="record">The run.</param>
/// <param name="journal">Where it is told.</param>
internal sealed class TouchWatch(EngineContext context, RunRecord record, JournalWriter journal)
{
    // Looks at a field of the shared cache, no request.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    // A restart of an API server or a failed-over load balancer is no news.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(5);

    /// <summary>Completes with the reason when the cluster has been out of reach for longer than the bound.</summary>
    public async Task<RunFailure> WaitAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? told = null;
        while (true)
        {
            await Task.Delay(Step, context.Time, cancellationToken);
            if (context.View.OutOfTouch is not { } lost)
            {
                if (told is { } since)
                {
                    journal.Append(JournalKind.Notice, FormattableString.Invariant($"The cluster answers again after {(context.Time.GetUtcNow() - since).TotalSeconds:0} s."));
                    told = null;
                }

                continue;
            }

            var away = context.Time.GetUtcNow() - lost.Since;
            if (away > record.UnreachableTimeout)
            {
                return GiveUp(lost.Error, away);
            }

            if (told is null && away > WorthTelling)
            {
                told = lost.Since;
                journal.Append(JournalKind.Notice, $"The cluster cannot be asked; the agent goes on meanwhile. {lost.Error?.Message}");
            }
        }
    }

    private RunFailure GiveUp(KubernetesException? error, TimeSpan away)
    {
        var cause = error is null ? null : LaunchFailures.Describe(error);
        return new RunFailure(
            RunOutcome.Unknown,
            cause?.Code ?? ErrorCodes.ClusterUnreachable,
            FormattableString.Invariant($"The cluster could not be asked about Job {record.Job} for {away.TotalSeconds:0} s: {error?.Message} The agent may still be at work."),
            $"Mend the way to the cluster, then look at the Job: kubectl -n {record.Namespace} get job {record.Job}. {cause?.Remedy}".TrimEnd());
    }
}
