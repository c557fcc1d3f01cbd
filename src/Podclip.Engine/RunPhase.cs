using System.Text.Json.Serialization;

namespace Podclip.Engine;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunPhase>))]
public enum RunPhase
{
    /// <summary>Asking for the agent's name and creating the Job.</summary>
    [JsonStringEnumMemberName("admitting")]
    Admitting,

    /// <summary>Waiting for its turn: another run holds the agent's name, or all places are taken.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>It is its turn: the Job is let go now. Whatever comes from here on, the agent may have run.</summary>
    [JsonStringEnumMemberName("launching")]
    Launching,

    /// <summary>The Job is admitted; its pod has no node yet.</summary>
    [JsonStringEnumMemberName("scheduling")]
    Scheduling,

    /// <summary>The pod has a node; volumes and image are on their way.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>The agent runs.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The agent was told to stop.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>The agent is done; the verdict is formed and the cluster cleaned.</summary>
    [JsonStringEnumMemberName("settling")]
    Settling,

    /// <summary>The result is known.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,
}
