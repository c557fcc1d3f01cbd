using System.Text.Json;
using System.Text.Json.Serialization;
using Podclip.Agents.Transcripts;
using Podclip.Engine.Settling;

namespace Podclip.Engine;

/// <summary>What a run came to: the verdict, what proves it, and what the agent brought back.</summary>
public sealed record RunResult
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The kind of agent: <c>claude</c>, <c>shell</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>The name the run held, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>The verdict.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>A stable code for the way it failed (docs/errors.md), or null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Whether its launch was broken off before an agent could start: it can be asked for anew, whatever the agent does.</summary>
    [JsonIgnore]
    public bool NothingRan => ErrorCode == ErrorCodes.LaunchInterrupted;

    /// <summary>What happened, to which object, and what the cluster or the agent said; or null.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>The agent's own exit code; null when it never ran or nobody saw it end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The session, to resume later.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model used.</summary>
    public string? Model { get; init; }

    /// <summary>The agent's last words on the task.</summary>
    public string? Summary { get; init; }

    /// <summary>Tokens of this run alone.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>Dollars of this run alone, not of its session; null when the agent does not say.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The namespace of the run's objects.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Job, or null when none was made.</summary>
    public string? Job { get; init; }

    /// <summary>The Pod, or null when none was seen.</summary>
    public string? Pod { get; init; }

    /// <summary>When the run was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was settled.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Where the time went.</summary>
    public RunTimings Timings { get; init; } = new();

    /// <summary>What was seen of the end: what the verdict was formed from.</summary>
    public EndEvidence Evidence { get; init; } = new();

    /// <summary>The agent's own result event, whole, or null.</summary>
    public JsonElement? ResultEvent { get; init; }
}
