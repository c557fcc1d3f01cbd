using System.Globalization;

namespace Podclip.Engine.Settling;

/// <summary>
/// Decides how a run ended. No single witness is believed: an agent that exits 0 may have failed, one that says success may have
/// been killed, and a pod may vanish with both. The first row that fits decides:
/// <list type="table">
/// <item><term>the cluster was given up on, and no exit code was seen</term><description>unknown: the agent may go on</description></item>
/// <item><term>told to stop because it lingered</term><description>as its own last event says</description></item>
/// <item><term>success shown, although told to stop</term><description>succeeded</description></item>
/// <item><term>told to stop, and the pod is still there</term><description>unknown: nothing is called ended that may run</description></item>
/// <item><term>told to stop</term><description>cancelled, timed out, or failed for its silence or its going round in circles</description></item>
/// <item><term>the container never ran</term><description>the reason why</description></item>
/// <item><term>container OOMKilled</term><description>out of memory, whatever the agent's exit code</description></item>
/// <item><term>marker and container status name different codes</term><description>unknown: one of them is wrong</description></item>
/// <item><term>no exit code or not 0; pod evicted, preempted, over its deadline, its node lost</term><description>infrastructure, with the pod's reason</description></item>
/// <item><term>no exit code or not 0; Job or pod deleted</term><description>infrastructure: deleted by somebody else</description></item>
/// <item><term>an init container failed</term><description>infrastructure: the agent never ran</description></item>
/// <item><term>no exit code otherwise</term><description>unknown</description></item>
/// <item><term>StartError, or 126/127 without a word from the agent</term><description>infrastructure: the program is not in the image</description></item>
/// <item><term>exit code not 0, or the agent calls itself failed</term><description>the agent failed, or was killed by a signal</description></item>
/// <item><term>exit code 0, the agent announces its end but did not</term><description>unknown if output is missing, else the agent failed (cut short)</description></item>
/// <item><term>exit code 0</term><description>succeeded</description></item>
/// </list>
/// </summary>
internal static class Verdict
{
    /// <summary>The failure, or null for success.</summary>
    public static RunFailure? Decide(RunEvidence evidence)
    {
        if (evidence is { OutOfTouch: { } lost, ExitCode: null })
        {
            return lost;
        }

        var exit = evidence.Stop == StopReason.Lingering ? ByWords(evidence) : ByExit(evidence);
        return evidence switch
        {
            { StartFailure: null } when exit is null => null,
            { Stop: not StopReason.None, IsStillStopping: true } => new RunFailure(
                RunOutcome.Unknown,
                ErrorCodes.StillStopping,
                $"Pod {evidence.Pod} was told to stop and is still there: its agent may still be at work.",
                "Look at the pod and its node; delete it by force only if you know that the node is gone: kubectl delete pod --force."),
            _ => ByStop(evidence, exit),
        };
    }

    private static RunFailure? ByStop(RunEvidence evidence, RunFailure? exit) => evidence.Stop switch
    {
        StopReason.None or StopReason.Lingering => exit,
        StopReason.Cancel => new RunFailure(RunOutcome.Cancelled, ErrorCodes.Cancelled, "The run was cancelled."),
        StopReason.Timeout => new RunFailure(
            RunOutcome.TimedOut,
            ErrorCodes.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"Timed out after {evidence.Timeout?.TotalSeconds:0.###}s."),
            "Give it more time with --timeout, or a smaller task."),
        StopReason.Silent => new RunFailure(
            RunOutcome.AgentFailed,
            ErrorCodes.AgentSilent,
            string.Create(CultureInfo.InvariantCulture, $"The agent of pod {evidence.Pod} printed nothing for {evidence.Silence?.TotalSeconds:0.###} s after its start and was stopped."),
            "Try the same prompt again; if it stays silent, look at the agent's own network and credentials."),
        StopReason.Looping => new RunFailure(
            RunOutcome.AgentFailed,
            ErrorCodes.AgentLoop,
            string.Create(CultureInfo.InvariantCulture, $"The agent of pod {evidence.Pod} asked its model {evidence.Agent.IdleSteps} times in a row for an answer that led nowhere, and was stopped."),
            "Look at the model's endpoint: its answers end without a reason. The session can be resumed with another model."),
        _ => throw new InvalidOperationException($"Unknown stop reason {evidence.Stop}."),
    };

    private static RunFailure? ByExit(RunEvidence evidence)
    {
        if (evidence.StartFailure is not null)
        {
            return evidence.StartFailure;
        }

        if (evidence.Terminated?.Reason == "OOMKilled")
        {
            return new RunFailure(
                RunOutcome.InfrastructureFailed,
                ErrorCodes.OutOfMemory,
                $"Pod {evidence.Pod} ran out of memory and was killed.",
                "Give it more with --memory.");
        }

        if (evidence.MarkerExitCode is { } marker && evidence.StatusExitCode is { } status && marker != status)
        {
            return new RunFailure(
                RunOutcome.Unknown,
                ErrorCodes.ExitDisagrees,
                $"The end marker of pod {evidence.Pod} names exit code {marker}, its container status {status}.",
                "Read the transcript: either the agent printed a forged marker, or something else ended the container.");
        }

        return evidence.ExitCode switch
        {
            not 0 when Disruptions.Find(evidence) is { } cause => cause,
            null => Unseen(evidence),
            128 when evidence.Terminated?.Reason is "StartError" => new RunFailure(
                RunOutcome.InfrastructureFailed,
                ErrorCodes.ContainerStartFailed,
                $"The container of pod {evidence.Pod} could not be started: {evidence.Terminated.Message ?? "the runtime gave no reason"}",
                "The image needs sh; check the image."),
            (126 or 127) and var code when evidence.Agent is { HasEnded: false, SessionId: null } => new RunFailure(
                RunOutcome.InfrastructureFailed,
                ErrorCodes.AgentNotFound,
                $"The agent's program could not be run in pod {evidence.Pod} (exit code {code}){LastWords(evidence)}",
                "Use an image that has the agent on its PATH (--image)."),
            var code => WithExit(evidence, code.Value),
        };
    }

    private static RunFailure Unseen(RunEvidence evidence) => evidence.FailedInit is { } init
        ? new RunFailure(
            RunOutcome.InfrastructureFailed,
            ErrorCodes.InitContainerFailed,
            $"Init container {init.Name} of pod {evidence.Pod} failed with exit code {init.State?.Terminated?.ExitCode} ({init.State?.Terminated?.Reason}); the agent never ran.",
            "Podclip adds no init containers: look at what did, such as an admission webhook, and at that container's log.")
        : new RunFailure(
            RunOutcome.Unknown,
            ErrorCodes.OutcomeUnknown,
            evidence.Terminated is { } unknown ? $"The node lost the container of pod {evidence.Pod}: {unknown.Message}" : $"Nobody saw how pod {evidence.Pod} ended.",
            "Look at what the agent changed before you run it again: it may have done its work.");

    // Its exit code is what stopping it made of it.
    private static RunFailure? ByWords(RunEvidence evidence) => WithExit(evidence, 0);

    private static RunFailure? WithExit(RunEvidence evidence, int code)
    {
        var agent = evidence.Agent;
        if (code != 0 || agent.IsError)
        {
            return agent is { IsError: false, ErrorKind: null } && Signals.NameOf(code) is { } signal ? Killed(evidence, code, signal) : Failed(evidence, code);
        }

        if (agent is { AnnouncesEnd: true, HasEnded: false })
        {
            return evidence.LogRefusal is { } refusal
                ? new RunFailure(
                    RunOutcome.Unknown,
                    ErrorCodes.LogRefused,
                    $"The agent exited with code 0, but its log could not be read, so nobody knows what it came to: {refusal}",
                    "Grant the verb get on pods/log, or mend the way to the node; look at what the agent changed before you run it again.")
                : new RunFailure(
                    evidence.HasGap ? RunOutcome.Unknown : RunOutcome.AgentFailed,
                    evidence.HasGap ? ErrorCodes.OutcomeUnknown : ErrorCodes.AgentTruncated,
                    $"The agent exited with code 0 but never said how it ended{LastWords(evidence)}",
                    "Read the transcript, and look at what the agent changed before you run it again.");
        }

        return null;
    }

    private static RunFailure Failed(RunEvidence evidence, int code)
    {
        var agent = evidence.Agent;
        var errorCode = agent.ErrorKind switch
        {
            "unknown_session" => ErrorCodes.SessionUnavailable,
            null => ErrorCodes.AgentFailed,
            var kind => kind,
        };
        return new RunFailure(
            RunOutcome.AgentFailed,
            errorCode,
            agent.ErrorMessage ?? $"The agent exited with code {code}{LastWords(evidence)}",
            errorCode == ErrorCodes.SessionUnavailable ? "Start a new session: leave out --session." : "Read the transcript.");
    }

    private static RunFailure Killed(RunEvidence evidence, int code, string signal) => new(
        RunOutcome.AgentFailed,
        ErrorCodes.AgentKilled,
        $"The agent of pod {evidence.Pod} was ended by {signal} (exit code {code}){LastWords(evidence)}",
        signal == "SIGKILL"
            ? "Something in its container killed it, or the kernel did for want of memory: give it more with --memory."
            : "Read the transcript: something in its container ended it, or it crashed.");

    private static string LastWords(RunEvidence evidence) =>
        evidence.Agent.Diagnostics is { Count: > 0 } diagnostics ? $": {diagnostics[^1]}" : ".";
}
