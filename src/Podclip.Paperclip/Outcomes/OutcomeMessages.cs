using System.Globalization;
using Podclip.Engine;

namespace Podclip.Paperclip.Outcomes;

/// <summary>The error messages, in the shapes that the TypeScript adapters gave them where they had the same error.</summary>
internal static class OutcomeMessages
{
    private const int LongestMessage = 8000;

    /// <summary>The message; null for success. An agent's words in it are cut where they go on and on.</summary>
    /// <param name="kind">The adapter.</param>
    /// <param name="row">What the host is told.</param>
    /// <param name="result">What the run came to.</param>
    public static string? Describe(AdapterKind kind, OutcomeRow row, RunResult result) => row.Outcome == RunOutcome.Succeeded ? null : Cut(DescribeWhole(kind, row, result));

    private static string DescribeWhole(AdapterKind kind, OutcomeRow row, RunResult result) => row switch
    {
        { Outcome: RunOutcome.AgentFailed } => DescribeAgent(kind, row, result),
        { Outcome: RunOutcome.Cancelled } => "Run cancelled",
        { Outcome: RunOutcome.TimedOut } => result.ErrorMessage?.TrimEnd('.') ?? "Timed out",
        { ErrorCode: "k8s_job_create_failed" } => $"Failed to create Kubernetes Job: {result.ErrorMessage}",
        { ErrorCode: "k8s_pod_schedule_failed" } => $"Pod scheduling failed: {result.ErrorMessage}",
        { ErrorCode: "k8s_job_deleted_externally" } =>
            $"K8s Job was deleted externally before {kind.AgentTitle} could complete [job={result.Job}, ns={result.Namespace}, pod={result.Pod ?? "none"}]",
        _ => result.ErrorMessage ?? $"The run failed ({row.ErrorCode}).",
    };

    private static string Cut(string message) =>
        message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, char.IsHighSurrogate(message[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage), "…");

    private static string DescribeAgent(AdapterKind kind, OutcomeRow row, RunResult result) => row switch
    {
        { Ending: OutcomeTable.Truncated } => DescribeTruncation(kind, result),
        { Ending: OutcomeTable.InitOnly } => DescribeInitOnly(kind, result),
        { ErrorCode: "llm_api_error" } =>
            "LLM API returned an empty response (stop_reason: null, output_tokens: 0) — the upstream model API may be degraded or misconfigured",
        { ErrorCode: "agent_silent" or "agent_loop" } => result.ErrorMessage ?? "The agent came to nothing and was stopped.",
        _ when result.Evidence.Agent.ErrorKind is not null => DescribeFailure(kind, result),
        _ => DescribeExit(kind, result),
    };

    // The agent's own words on why it failed.
    private static string DescribeFailure(AdapterKind kind, RunResult result)
    {
        var words = string.IsNullOrWhiteSpace(result.ErrorMessage) ? null : result.ErrorMessage.Trim();
        if (!kind.HasResultEvent)
        {
            var reason = result.Evidence.ContainerReason;
            var pod = reason is null or "Completed" or "Error" ? null : string.Create(CultureInfo.InvariantCulture, $"Pod exited: {reason} (exit {result.ExitCode})");
            return string.Join("; ", new[] { words, pod }.Where(part => part is not null));
        }

        // A failed request has the subtype "success", which would only mislead.
        var subtype = result.ResultEvent is { } told && told.TryGetProperty("subtype", out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String
            ? value.GetString()
            : null;
        return string.Concat(
            $"{kind.AgentTitle} run failed",
            subtype is null or "success" ? "" : $": subtype={subtype}",
            words is null ? "" : $": {words}");
    }

    private static string DescribeExit(AdapterKind kind, RunResult result)
    {
        var agent = result.Evidence.Agent;
        var code = result.ExitCode ?? -1;
        var complaint = agent is { HasEnded: false, Complaint: { } line } ? $": {line}" : "";
        return code == 0
            ? $"Failed to parse {kind.AgentTitle} JSON output{complaint}"
            : string.Create(CultureInfo.InvariantCulture, $"{kind.AgentTitle} exited with code {code}{complaint}{PodCause.Suffix(result)}");
    }

    private static string DescribeTruncation(AdapterKind kind, RunResult result)
    {
        var model = result.Model is { } name ? $" (model: {name})" : "";
        var what = kind.HasResultEvent ? "assistant produced content but no result event arrived" : "its last step did not come to an end";
        return $"{kind.AgentTitle} run was truncated mid-stream{model} — {what}; {PodCause.Describe(result)}";
    }

    private static string DescribeInitOnly(AdapterKind kind, RunResult result)
    {
        var model = result.Model is { } name ? $" (model: {name})" : "";
        var words = result.ExitCode is { } code and not 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.AgentTitle} exited immediately after init{model} (exit code {code}) — the model may be unsupported or the session may have been rejected before producing output")
            : $"{kind.AgentTitle} started but did not produce a result{model} — check API credentials, model support, and adapter config";
        return words + PodCause.Suffix(result);
    }
}
