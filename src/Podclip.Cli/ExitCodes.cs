using Podclip.Engine;

namespace Podclip.Cli;

/// <summary>What the command's exit codes mean; the only place where they stand.</summary>
internal static class ExitCodes
{
    /// <summary>The agent did its work, or the command did what was asked.</summary>
    public const int Succeeded = 0;

    /// <summary>The agent ran and failed.</summary>
    public const int AgentFailed = 1;

    /// <summary>The command line or the configuration cannot be used; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>The cluster cannot be reached, or refuses these credentials.</summary>
    public const int ClusterUnavailable = 3;

    /// <summary>The cluster or this machine failed the run, or nobody can say how it ended.</summary>
    public const int InfrastructureFailed = 4;

    /// <summary>Another run holds the agent's name.</summary>
    public const int AgentBusy = 5;

    /// <summary>Another daemon serves the state directory.</summary>
    public const int DaemonServes = 6;

    /// <summary>The agent was stopped because its time was over; as <c>timeout(1)</c> has it.</summary>
    public const int TimedOut = 124;

    /// <summary>The run was cancelled; as shells have it for an interrupt.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code of a run.</summary>
    /// <param name="outcome">The run's verdict.</param>
    /// <returns>The exit code.</returns>
    public static int From(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => Succeeded,
        RunOutcome.AgentFailed => AgentFailed,
        RunOutcome.ClusterUnavailable => ClusterUnavailable,
        RunOutcome.InfrastructureFailed => InfrastructureFailed,
        RunOutcome.Unknown => InfrastructureFailed,
        RunOutcome.AgentBusy => AgentBusy,
        RunOutcome.TimedOut => TimedOut,
        RunOutcome.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This outcome has no exit code."),
    };
}
