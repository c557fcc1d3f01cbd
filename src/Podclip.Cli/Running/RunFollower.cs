using Podclip.Cli.Rendering;
using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>Shows a run to its end. The first Ctrl-C or SIGTERM stops the agent, the second ends its grace, the third lets go of the run.</summary>
/// <param name="host">The process.</param>
/// <param name="view">Where it is shown.</param>
internal sealed class RunFollower(CliHost host, IRunView view)
{
    /// <summary>Follows a run from its start.</summary>
    /// <param name="run">The run.</param>
    /// <param name="grace">How long the agent has to end.</param>
    /// <returns>What it came to.</returns>
    public Task<FollowedRun> FollowAsync(Run run, TimeSpan grace) =>
        FollowAsync(run.Id, token => run.FollowAsync(0, token), run.Cancel, grace);

    /// <summary>Follows events.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="follow">The run's events.</param>
    /// <param name="cancel">Stops the run; called again, it ends the grace.</param>
    /// <param name="grace">How long the agent has to end.</param>
    /// <returns>What it came to.</returns>
    internal async Task<FollowedRun> FollowAsync(string runId, Func<CancellationToken, IAsyncEnumerable<RunEvent>> follow, Action cancel, TimeSpan grace)
    {
        using var letGo = new CancellationTokenSource();
        var interrupts = 0;
        using var interrupt = host.Terminal.OnInterrupt(() =>
        {
            switch (Interlocked.Increment(ref interrupts))
            {
                case 1:
                    view.Say($"stopping the agent; it has {grace.TotalSeconds:0} s to end. Once more ends it at once.");
                    cancel();
                    break;
                case 2:
                    view.Say("ending the agent at once. Once more leaves without waiting for it.");
                    cancel();
                    break;
                default:
                    letGo.Cancel();
                    break;
            }
        });
        try
        {
            await foreach (var runEvent in follow(letGo.Token))
            {
                view.Show(runEvent);
                if (runEvent is RunEvent.Finished(var result))
                {
                    return new FollowedRun(result);
                }
            }

            throw new CommandException(ExitCodes.InfrastructureFailed, $"The events of run {runId} ended without a result; 'podclip attach {runId}' looks again.");
        }
        catch (OperationCanceledException) when (letGo.IsCancellationRequested)
        {
            view.Say($"left; the run may still be ending. 'podclip attach {runId}' looks after it.");
            return new FollowedRun(Result: null);
        }
    }
}
