using Podclip.Agents.Transcripts;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Resources.Core;

namespace Podclip.Engine.Tests.Settling;

public class VerdictTests
{
    private static readonly AgentEvidence SaysSuccess = new() { AnnouncesEnd = true, HasEnded = true, SessionId = "s" };
    private static readonly AgentEvidence SaysFailure = SaysSuccess with { IsError = true, ErrorKind = "rate_limit", ErrorMessage = "Too many requests" };
    private static readonly AgentEvidence CutShort = new() { AnnouncesEnd = true, SessionId = "s" };
    private static readonly RunFailure NoTouch = new(RunOutcome.Unknown, "no_touch", "The cluster is away.");
    private static readonly RunFailure NoStart = new(RunOutcome.InfrastructureFailed, "no_start", "It did not start.");

    private static readonly Dictionary<string, (RunEvidence Evidence, RunOutcome Outcome, string? Code)> Table = new(StringComparer.Ordinal)
    {
        ["exit 0 and success said"] = (Exited(0) with { Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["exit 0 of an agent that says nothing"] = (Exited(0), RunOutcome.Succeeded, null),
        ["exit 0 but the agent calls itself failed"] = (Exited(0) with { Agent = SaysFailure }, RunOutcome.AgentFailed, "rate_limit"),
        ["exit 0 but no end said"] = (Exited(0) with { Agent = CutShort }, RunOutcome.AgentFailed, "agent_truncated"),
        ["exit 0, no end said, output missing"] = (Exited(0) with { Agent = CutShort, HasGap = true }, RunOutcome.Unknown, "outcome_unknown"),
        ["exit 1"] = (Exited(1), RunOutcome.AgentFailed, "agent_failed"),
        ["exit 1 although success was said"] = (Exited(1) with { Agent = SaysSuccess }, RunOutcome.AgentFailed, "agent_failed"),
        ["unknown session"] = (Exited(1) with { Agent = SaysFailure with { ErrorKind = "unknown_session" } }, RunOutcome.AgentFailed, "session_unavailable"),
        ["exit 127 without a word"] = (Exited(127), RunOutcome.InfrastructureFailed, "agent_not_found"),
        ["exit 127 of an agent that spoke"] = (Exited(127) with { Agent = CutShort }, RunOutcome.AgentFailed, "agent_failed"),
        ["start error"] = (Status(128, "StartError"), RunOutcome.InfrastructureFailed, "k8s_container_start_failed"),
        ["out of memory"] = (Status(137, "OOMKilled"), RunOutcome.InfrastructureFailed, "k8s_out_of_memory"),
        ["out of memory beside an agent that exited 0"] = (Status(0, "OOMKilled") with { MarkerExitCode = 0, Agent = SaysSuccess }, RunOutcome.InfrastructureFailed, "k8s_out_of_memory"),
        ["marker and status agree"] = (Status(0, "Completed") with { MarkerExitCode = 0, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["marker and status disagree"] = (Status(137, "Error") with { MarkerExitCode = 0, Agent = SaysSuccess }, RunOutcome.Unknown, "exit_status_disagrees"),
        ["marker alone"] = (Exited(0) with { Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["status alone"] = (Status(3, "Error"), RunOutcome.AgentFailed, "agent_failed"),
        ["nothing is known"] = (new RunEvidence(), RunOutcome.Unknown, "outcome_unknown"),
        ["success said but nobody saw the end"] = (new RunEvidence { Agent = SaysSuccess }, RunOutcome.Unknown, "outcome_unknown"),
        ["evicted"] = (new RunEvidence { PodReason = "Evicted" }, RunOutcome.InfrastructureFailed, "k8s_pod_evicted"),
        ["preempted, exit 143"] = (Exited(143) with { Disruption = new PodCondition { Reason = "PreemptionByScheduler" } }, RunOutcome.InfrastructureFailed, "k8s_pod_preempted"),
        ["evicted by its API, exit 143"] = (Exited(143) with { Disruption = new PodCondition { Reason = "EvictionByEvictionAPI" } }, RunOutcome.InfrastructureFailed, "k8s_pod_evicted"),
        ["evicted by its node, exit 137"] = (Exited(137) with { Disruption = new PodCondition { Reason = "TerminationByKubelet" } }, RunOutcome.InfrastructureFailed, "k8s_pod_evicted"),
        ["taken from a tainted node"] = (Exited(143) with { Disruption = new PodCondition { Reason = "DeletionByTaintManager" } }, RunOutcome.InfrastructureFailed, "k8s_node_lost"),
        ["collected after its node was gone"] = (new RunEvidence { Disruption = new PodCondition { Reason = "DeletionByPodGC" } }, RunOutcome.InfrastructureFailed, "k8s_node_lost"),
        ["a node that shut down"] = (new RunEvidence { PodReason = "NodeShutdown" }, RunOutcome.InfrastructureFailed, "k8s_node_lost"),
        ["preempted by its node"] = (new RunEvidence { PodReason = "Preempting" }, RunOutcome.InfrastructureFailed, "k8s_pod_preempted"),
        ["over the deadline, as the Job says"] = (Exited(143) with { JobReason = "DeadlineExceeded", PodDeleted = true }, RunOutcome.InfrastructureFailed, "k8s_deadline_exceeded"),
        ["an init container failed"] = (new RunEvidence { FailedInit = new ContainerStatus { Name = "init" } }, RunOutcome.InfrastructureFailed, "k8s_init_container_failed"),
        ["killed by a signal"] = (Exited(137), RunOutcome.AgentFailed, "agent_killed"),
        ["killed by a signal after it said why it fails"] = (Exited(137) with { Agent = SaysFailure }, RunOutcome.AgentFailed, "rate_limit"),
        ["an exit code above 128 that is no signal"] = (Exited(200), RunOutcome.AgentFailed, "agent_failed"),
        ["the node lost the container"] = (Status(137, "ContainerStatusUnknown"), RunOutcome.Unknown, "outcome_unknown"),
        ["the node lost the container of an agent that was done"] = (Status(137, "ContainerStatusUnknown") with { MarkerExitCode = 0, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["the log was refused and the agent should have spoken"] = (Status(0, "Completed") with { Agent = new() { AnnouncesEnd = true }, HasGap = true, LogRefusal = "403" }, RunOutcome.Unknown, "k8s_log_refused"),
        ["the log of a script was refused"] = (Status(0, "Completed") with { HasGap = true, LogRefusal = "403" }, RunOutcome.Succeeded, null),
        ["lingered after success"] = (Status(143, "Error") with { Stop = StopReason.Lingering, Agent = SaysSuccess, PodDeleted = true }, RunOutcome.Succeeded, null),
        ["lingered after success, exit code by the marker"] = (Exited(143) with { Stop = StopReason.Lingering, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["lingered after failure"] = (Status(137, "Error") with { Stop = StopReason.Lingering, Agent = SaysFailure }, RunOutcome.AgentFailed, "rate_limit"),
        ["lingered and is still there"] = (new RunEvidence { Stop = StopReason.Lingering, Agent = SaysFailure, IsStillStopping = true }, RunOutcome.Unknown, "k8s_pod_still_stopping"),
        ["stopped for its silence"] = (Exited(143) with { Stop = StopReason.Silent, Silence = TimeSpan.FromSeconds(1) }, RunOutcome.AgentFailed, "agent_silent"),
        ["stopped in a loop"] = (Exited(143) with { Stop = StopReason.Looping, Agent = CutShort with { IdleSteps = 20 } }, RunOutcome.AgentFailed, "agent_loop"),
        ["stopped in a loop, killed and unseen"] = (new RunEvidence { Stop = StopReason.Looping, Agent = CutShort with { IdleSteps = 20 } }, RunOutcome.AgentFailed, "agent_loop"),
        ["done when its loop was to be stopped"] = (Exited(0) with { Stop = StopReason.Looping, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["stopped in a loop and still there"] = (new RunEvidence { Stop = StopReason.Looping, IsStillStopping = true }, RunOutcome.Unknown, "k8s_pod_still_stopping"),
        ["cancelled and still there"] = (new RunEvidence { Stop = StopReason.Cancel, PodDeleted = true, IsStillStopping = true }, RunOutcome.Unknown, "k8s_pod_still_stopping"),
        ["timed out and still there"] = (new RunEvidence { Stop = StopReason.Timeout, IsStillStopping = true }, RunOutcome.Unknown, "k8s_pod_still_stopping"),
        ["out of touch"] = (new RunEvidence { OutOfTouch = NoTouch, Agent = SaysSuccess }, RunOutcome.Unknown, "no_touch"),
        ["out of touch, but the exit code was seen"] = (Exited(0) with { OutOfTouch = NoTouch, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["out of touch while it was stopped"] = (new RunEvidence { OutOfTouch = NoTouch, Stop = StopReason.Cancel }, RunOutcome.Unknown, "no_touch"),
        ["disrupted after the agent was done"] = (Exited(0) with { Agent = SaysSuccess, Disruption = new PodCondition() }, RunOutcome.Succeeded, null),
        ["over the Job's deadline"] = (Exited(143) with { PodReason = "DeadlineExceeded" }, RunOutcome.InfrastructureFailed, "k8s_deadline_exceeded"),
        ["Job deleted"] = (Exited(143) with { JobGone = true }, RunOutcome.InfrastructureFailed, "k8s_job_deleted_externally"),
        ["Job deleted after the agent was done"] = (Exited(0) with { JobGone = true, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["pod deleted"] = (Exited(137) with { PodDeleted = true }, RunOutcome.InfrastructureFailed, "k8s_pod_gone"),
        ["never started"] = (new RunEvidence { StartFailure = NoStart }, RunOutcome.InfrastructureFailed, "no_start"),
        ["cancelled before the start"] = (new RunEvidence { StartFailure = NoStart, Stop = StopReason.Cancel }, RunOutcome.Cancelled, "cancelled"),
        ["cancelled"] = (Exited(143) with { Stop = StopReason.Cancel, PodDeleted = true }, RunOutcome.Cancelled, "cancelled"),
        ["cancelled when it was done already"] = (Exited(0) with { Stop = StopReason.Cancel, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
        ["cancelled, exit 0 but cut short"] = (Exited(0) with { Stop = StopReason.Cancel, Agent = CutShort }, RunOutcome.Cancelled, "cancelled"),
        ["cancelled, end unseen"] = (new RunEvidence { Stop = StopReason.Cancel, PodDeleted = true }, RunOutcome.Cancelled, "cancelled"),
        ["timed out"] = (Exited(143) with { Stop = StopReason.Timeout, Timeout = TimeSpan.FromSeconds(5) }, RunOutcome.TimedOut, "timeout"),
        ["done at the last moment"] = (Exited(0) with { Stop = StopReason.Timeout, Agent = SaysSuccess }, RunOutcome.Succeeded, null),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void R12_Each_row_of_the_table_holds(string row)
    {
        var (evidence, outcome, code) = Table[row];
        var failure = Verdict.Decide(evidence with { Pod = "claude-x" });
        Assert.True((failure?.Outcome ?? RunOutcome.Succeeded) == outcome, row);
        Assert.Equal(code, failure?.Code);
        Assert.True(failure is null || failure.Message.Length > 10, row);
    }

    private static RunEvidence Exited(int code) => new() { MarkerExitCode = code };

    private static RunEvidence Status(int code, string reason) =>
        new() { Terminated = new ContainerStateTerminated { ExitCode = code, Reason = reason } };
}
