using Podclip.Engine.Admission;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>Follows a run's Job through the shared cache: whether it is still there, and why it failed.</summary>
/// <param name="context">The engine.</param>
/// <param name="name">The Job.</param>
/// <param name="uid">Its uid.</param>
internal sealed class JobWatch(EngineContext context, string name, string uid)
{
    private static readonly TimeSpan AskStep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAskStep = TimeSpan.FromSeconds(15);

    private volatile JobCondition? _failure;
    private volatile bool _wasSeen;

    /// <summary>Why the Job failed, or null.</summary>
    public JobCondition? Failure => _failure;

    /// <summary>Completes when the Job is gone.</summary>
    public async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = FollowAsync(watching.Token);
        var asking = AskWhileUnseenAsync(watching.Token);
        await await Task.WhenAny(following, asking);
        await watching.CancelAsync();
        await following.IgnoreCancellationAsync();
        await asking.IgnoreCancellationAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Asks the server itself whether the Job is gone; false where it cannot be asked.</summary>
    public async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            var job = await context.Client.FindAsync(ResourceTypes.Jobs, context.Namespace, name, cancellationToken);
            if (job is null || job.Metadata.Uid != uid)
            {
                return true;
            }

            Note(job);
            return job.Metadata.DeletionTimestamp is not null;
        }
        catch (KubernetesException)
        {
            return false;
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in context.View.Jobs.FollowAsync(job => job.Metadata.Uid == uid, cancellationToken))
        {
            Note(change.Object);
            if (change.Type == WatchEventType.Deleted)
            {
                return;
            }

            _wasSeen = true;
        }
    }

    // A Job may be deleted before the cache has ever shown it, and where Jobs may not be listed there is no cache of them at all.
    private async Task AskWhileUnseenAsync(CancellationToken cancellationToken)
    {
        var step = AskStep;
        do
        {
            await Task.Delay(step, context.Time, cancellationToken);
            step = step * 2 < LongestAskStep ? step * 2 : LongestAskStep;
            if (_wasSeen)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
            }
        }
        while (!await IsGoneAsync(cancellationToken));
    }

    private void Note(Job job) => _failure = JobConditions.Failure(job) ?? _failure;
}
