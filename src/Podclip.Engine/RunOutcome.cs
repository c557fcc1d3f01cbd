using System.Text.Json.Serialization;

namespace Podclip.Engine;

/// <summary>How a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>The agent did its work and said so.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>The agent ran and failed.</summary>
    [JsonStringEnumMemberName("agent_failed")]
    AgentFailed,

    /// <summary>The cluster did not let the agent run, or took it away.</summary>
    [JsonStringEnumMemberName("infrastructure_failed")]
    InfrastructureFailed,

    /// <summary>The cluster cannot be reached, or refuses these credentials.</summary>
    [JsonStringEnumMemberName("cluster_unavailable")]
    ClusterUnavailable,

    /// <summary>Another run holds the agent's name; nothing was started.</summary>
    [JsonStringEnumMemberName("agent_busy")]
    AgentBusy,

    /// <summary>The agent was stopped because its time was over.</summary>
    [JsonStringEnumMemberName("timed_out")]
    TimedOut,

    /// <summary>The run was cancelled and its pod is gone.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>The evidence is gone; nobody can say how the run ended. Never retried on its own.</summary>
    [JsonStringEnumMemberName("outcome_unknown")]
    Unknown,
}
