using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>What following a run came to.</summary>
/// <param name="Result">The result; null when the user let go of the run.</param>
internal sealed record FollowedRun(RunResult? Result)
{
    /// <summary>The exit code.</summary>
    public int ExitCode => Result is null ? ExitCodes.Cancelled : ExitCodes.From(Result.Outcome);
}
