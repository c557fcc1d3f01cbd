using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>What a run came to, as the host is told. Succeeded means: exit code 0 or null, no error message, no signal.</summary>
public sealed record AdapterExecutionResult
{
    /// <summary>The agent's own exit code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Signal { get; init; }

    /// <summary>Whether its time was over.</summary>
    public bool TimedOut { get; init; }

    /// <summary>Why it failed; any text makes it a failure.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>A stable code for that.</summary>
    public string? ErrorCode { get; init; }

    /// <summary><c>transient_upstream</c>, <c>provider_quota</c>, <c>model_refusal</c> or <c>refresh_token_…</c>; the first two may bring a retry.</summary>
    public string? ErrorFamily { get; init; }

    /// <summary>Not before this instant (ISO 8601).</summary>
    public string? RetryNotBefore { get; init; }

    /// <summary>More of the error. The server of 2026.916.1 does not read it.</summary>
    public JsonObject? ErrorMeta { get; init; }

    /// <summary>What proves that it may be started again; without it nothing is repeated.</summary>
    public ExecutionRecovery? ExecutionRecovery { get; init; }

    /// <summary>Tokens.</summary>
    public UsageSummary? Usage { get; init; }

    /// <summary><c>per_run</c> or <c>session_cumulative</c>.</summary>
    public string? UsageBasis { get; init; }

    /// <summary>The session, from before there were parameters.</summary>
    public string? SessionId { get; init; }

    /// <summary>What to store of the session; absent keeps what is stored.</summary>
    public JsonObject? SessionParams { get; init; }

    /// <summary>The session's own id: some wakes bring back nothing else.</summary>
    public string? SessionDisplayId { get; init; }

    /// <summary>Who serves the model.</summary>
    public string? Provider { get; init; }

    /// <summary>Who bills for it.</summary>
    public string? Biller { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary><c>api</c>, <c>subscription</c>, <c>metered_api</c>, …</summary>
    public string? BillingType { get; init; }

    /// <summary>Dollars of this run.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Dollars after cache discounts, if told apart.</summary>
    public decimal? CacheAdjustedCostUsd { get; init; }

    /// <summary>Whatever else is worth keeping. <c>conversationContinuation</c> in it decides about retries.</summary>
    public JsonObject? ResultJson { get; init; }

    /// <summary>Services it started.</summary>
    public IReadOnlyList<AdapterRuntimeServiceReport>? RuntimeServices { get; init; }

    /// <summary>Projects that were not copied.</summary>
    public IReadOnlyList<ProjectStagingFailure>? ReferencedProjectStagingFailures { get; init; }

    /// <summary>The agent's own words; becomes a comment when the agent wrote none.</summary>
    public string? Summary { get; init; }

    /// <summary>True: forget the session.</summary>
    public bool? ClearSession { get; init; }

    /// <summary>A question to the user.</summary>
    public AgentQuestion? Question { get; init; }

    /// <summary>Of the host's own runner only.</summary>
    public JsonNode? NativeFinalization { get; init; }

    /// <summary>What else there is; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
