namespace Podclip.ScriptedModel.Answers;

/// <summary>What a request for an answer holds, as far as a script cares; the same for all dialects.</summary>
internal sealed record Conversation
{
    /// <summary>The same for all requests about one prompt of one session, as far as that can be told.</summary>
    public required string Key { get; init; }

    public required string Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>Whether a stream is to tell its token counts, where a dialect leaves that to the caller.</summary>
    public bool StreamsUsage { get; init; }

    /// <summary>The newest prompt's text, without what the agent wraps around it.</summary>
    public string Prompt { get; init; } = "";

    public int EarlierPrompts { get; init; }

    /// <summary>How many answers the model has given to the newest prompt so far.</summary>
    public int AnswersSincePrompt { get; init; }

    /// <summary>Where the agent says it works.</summary>
    public string? WorkingDirectory { get; init; }

    public string? LastToolResult { get; init; }

    /// <summary>The tools the agent offers.</summary>
    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    /// <summary>Whether the agent, beside its work, wants a title for its session; no script is asked for that.</summary>
    public bool WantsTitle { get; init; }

    /// <summary>A made-up but plausible number of input tokens: the same messages always give the same.</summary>
    public long InputTokens { get; init; }
}
