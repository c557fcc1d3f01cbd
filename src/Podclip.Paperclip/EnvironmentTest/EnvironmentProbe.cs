using System.Text;
using Podclip.Agents.Shell;
using Podclip.Agents.Transcripts;
using Podclip.Engine;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>
/// Starts a pod as a run would, with a script in the agent's place, and looks around in it: is the agent there, and does Paperclip answer?
/// Nothing is left of it.
/// </summary>
/// <param name="engine">The engine of the namespace.</param>
/// <param name="place">What is tested; a run can be made from it.</param>
/// <param name="time">The clock.</param>
internal sealed class EnvironmentProbe(RunEngine engine, TestedPlace place, TimeProvider time)
{
    // Together with what was looked at before, no more than the minute that the host's form waits.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestScript = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(43);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    /// <summary>Probes.</summary>
    /// <param name="program">The agent's program.</param>
    /// <param name="cancellationToken">Stops the pod.</param>
    /// <returns>What was found.</returns>
    public async Task<IReadOnlyList<AdapterEnvironmentCheck>> RunAsync(string program, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var run = engine.Start(Request(program));
        using var limit = new CancellationTokenSource(LongestProbe, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var stopping = stop.Token.Register(run.Cancel);
        using var end = new CancellationTokenSource(LongestProbe + LongestStop, time);
        List<string> lines = [];
        try
        {
            await foreach (var happened in run.FollowAsync(0, end.Token))
            {
                if (happened is RunEvent.Entry { Value: TranscriptEntry.Output(var line) })
                {
                    lines.Add(line);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return [Unfinished($"its pod does not end. It goes by itself; its Job is {run.Record.Job}.")];
        }

        var result = await run.Completion;
        engine.Forget(run);
        var isLate = result.Outcome is RunOutcome.TimedOut or RunOutcome.Cancelled || result.ExitCode is null && time.GetElapsedTime(started) >= LongestStart;
        return result.Outcome is RunOutcome.Succeeded ? new ProbeReading(place.Kind, program, place.Image, filtersOutput: place.Request!.MaxToolOutputBytes is not null).Read(lines)
            : isLate ? [Unfinished(result.ErrorMessage ?? "it took too long")]
            : [Check.Error(EnvironmentCodes.ProbeFailed, $"The probe's pod failed ({result.ErrorCode}): {result.ErrorMessage}", ConfigurationWords.Of(result.Remedy))];
    }

    private static AdapterEnvironmentCheck Unfinished(string why) => Check.Warn(
        EnvironmentCodes.ProbeUnfinished,
        $"The probe was not done within {LongestProbe.TotalSeconds:0} s: {why}",
        "A large image may still be on its way to the node: test again later.");

    // The same pod in the same place with the same variables, but nobody's run: it has no agent's name, no session and no labels of one.
    private RunRequest Request(string program) => place.Request! with
    {
        Agent = new ShellAgent(),
        Prompt = Encoding.UTF8.GetBytes(ProbeScript.Text),
        ExtraArguments = [program],
        Image = place.Image,
        AgentName = null,
        JobName = null,
        SystemLabels = new Dictionary<string, string>(StringComparer.Ordinal),
        KeepsJob = false,
        Model = null,
        Effort = null,
        SessionId = null,
        Instructions = null,
        McpServers = null,
        MaxTurns = null,
        MaxToolOutputBytes = null,
        Folders = [],
        Bundle = [],
        QueueTimeout = TimeSpan.Zero,
        StartTimeout = LongestStart,
        Timeout = LongestScript,
        Grace = TimeSpan.FromSeconds(1),
        UnreachableTimeout = LongestStart,
    };
}
