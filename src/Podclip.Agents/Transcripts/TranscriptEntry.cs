using System.Text.Json;

namespace Podclip.Agents.Transcripts;

/// <summary>One thing that happened in a run, as people and programs read it. Kinds are named as Paperclip's run viewer names them.</summary>
public abstract record TranscriptEntry
{
    private protected TranscriptEntry()
    {
    }

    /// <summary>The kind on the wire.</summary>
    public abstract string Kind { get; }

    /// <summary>The tool call in whose subagent it happened; null for the agent itself.</summary>
    public string? ParentToolUseId { get; init; }

    /// <summary>The agent has started.</summary>
    /// <param name="Model">The model it uses, if known.</param>
    /// <param name="SessionId">The session, if known.</param>
    public sealed record Init(string? Model, string? SessionId) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "init";
    }

    /// <summary>Text from the model.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Assistant(string Text) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "assistant";
    }

    /// <summary>The model's thinking.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Thinking(string Text) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "thinking";
    }

    /// <summary>Text given to the model during the run.</summary>
    /// <param name="Text">The text.</param>
    public sealed record User(string Text) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "user";
    }

    /// <summary>The model calls a tool.</summary>
    /// <param name="Name">The tool.</param>
    /// <param name="ToolUseId">Joins the call with its result, if the agent gives one.</param>
    /// <param name="Input">The arguments.</param>
    public sealed record ToolCall(string Name, string? ToolUseId, JsonElement Input) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "tool_call";
    }

    /// <summary>A tool's answer.</summary>
    /// <param name="ToolUseId">Joins it with its call.</param>
    /// <param name="Content">The text the model sees.</param>
    /// <param name="IsError">Whether the tool failed.</param>
    public sealed record ToolResult(string? ToolUseId, string Content, bool IsError) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "tool_result";
    }

    /// <summary>The agent's own summary of the run. An agent may print several.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="Subtype">The agent's own word for how it ended.</param>
    /// <param name="IsError">Whether the agent calls it a failure.</param>
    /// <param name="Usage">Tokens of this result alone.</param>
    /// <param name="CostUsd">Dollars of this result alone, if known.</param>
    public sealed record Result(string? Text, string? Subtype, bool IsError, TokenUsage Usage, decimal? CostUsd) : TranscriptEntry
    {
        /// <summary>Whether it sums up one step, after which the agent goes on.</summary>
        public bool IsInterim { get; init; }

        /// <inheritdoc />
        public override string Kind => "result";
    }

    /// <summary>Something the agent says about itself: a retry, a denied permission, a background task.</summary>
    /// <param name="Text">In words.</param>
    public sealed record System(string Text) : TranscriptEntry
    {
        /// <summary>Whether it stands where the model's answer would: why there is none.</summary>
        public bool StandsForAnswer { get; init; }

        /// <inheritdoc />
        public override string Kind => "system";
    }

    /// <summary>A line that is none of the agent's events: diagnostics, a crash's last words, plain output.</summary>
    /// <param name="Text">The line; bytes that are no UTF-8 are replaced.</param>
    public sealed record Output(string Text) : TranscriptEntry
    {
        /// <inheritdoc />
        public override string Kind => "stdout";
    }
}
