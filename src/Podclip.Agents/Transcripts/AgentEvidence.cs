using System.Text.Json;

namespace Podclip.Agents.Transcripts;

/// <summary>What an agent's output proves about its run; one of the inputs of the verdict, never the verdict itself.</summary>
public sealed record AgentEvidence
{
    /// <summary>Nothing was said yet.</summary>
    public static AgentEvidence None { get; } = new();

    /// <summary>Whether the agent came as far as its first event.</summary>
    public bool HasStarted { get; init; }

    /// <summary>Whether an answer of the model was seen to begin: from here on, starting again may repeat work.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>Whether the agent announces its end by an event at all; a plain script does not.</summary>
    public bool AnnouncesEnd { get; init; }

    /// <summary>Whether that event came.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether the agent calls its run a failure.</summary>
    public bool IsError { get; init; }

    /// <summary>What kind of failure, in the agent's words: <c>authentication_failed</c>, <c>rate_limit</c>, <c>max_turns</c>, <c>unknown_session</c>, …</summary>
    public string? ErrorKind { get; init; }

    /// <summary>The failure in one sentence.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>
    /// The kind of failure the agent was retrying when it last spoke, in its words; null when it has made progress since.
    /// Tells why a run that ran out of time was stuck.
    /// </summary>
    public string? RetryKind { get; init; }

    /// <summary>When the provider takes requests again, if it said so while it refused the last one.</summary>
    public DateTimeOffset? RetryNotBefore { get; init; }

    /// <summary>
    /// How many steps in a row, up to the latest, led nowhere: the model ended its answer without a reason and called no tool, and the
    /// agent asked it again at once. With a broken model that goes on for ever, at full price. 0 for an agent that does not do so.
    /// </summary>
    public int IdleSteps { get; init; }

    /// <summary>The session, to resume later; null when the agent says there is none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model used.</summary>
    public string? Model { get; init; }

    /// <summary>The agent's last words on the task.</summary>
    public string? Summary { get; init; }

    /// <summary>Tokens of this run alone, all results summed.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>Dollars of this run alone, not of the session; null when the agent does not say.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Turns of this run.</summary>
    public int? Turns { get; init; }

    /// <summary>The agent's own result event, whole.</summary>
    public JsonElement? ResultEvent { get; init; }

    /// <summary>The last lines that were no events: where command-line errors of the agent stand.</summary>
    public IReadOnlyList<string> Diagnostics { get; init; } = [];
}
