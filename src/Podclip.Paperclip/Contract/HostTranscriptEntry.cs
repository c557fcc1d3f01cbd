using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>An entry of a run's transcript as the host's page shows it. These are the kinds a coding agent's output has; the host knows more.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Assistant), "assistant")]
[JsonDerivedType(typeof(Thinking), "thinking")]
[JsonDerivedType(typeof(User), "user")]
[JsonDerivedType(typeof(ToolCall), "tool_call")]
[JsonDerivedType(typeof(ToolResult), "tool_result")]
[JsonDerivedType(typeof(Init), "init")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(StandardError), "stderr")]
[JsonDerivedType(typeof(System), "system")]
[JsonDerivedType(typeof(StandardOutput), "stdout")]
[JsonDerivedType(typeof(Diff), "diff")]
public abstract record HostTranscriptEntry
{
    private HostTranscriptEntry()
    {
    }

    /// <summary>When (ISO 8601).</summary>
    public required string Ts { get; init; }

    /// <summary>The agent said something.</summary>
    /// <param name="Text">What.</param>
    /// <param name="Delta">True: it goes on the entry before.</param>
    /// <param name="Channel"><c>progress</c>, <c>final</c> or <c>unknown</c>.</param>
    /// <param name="ItemId">The agent's id of it.</param>
    public sealed record Assistant(string Text, bool? Delta = null, string? Channel = null, string? ItemId = null) : HostTranscriptEntry;

    /// <summary>The agent thought something.</summary>
    /// <param name="Text">What.</param>
    /// <param name="Delta">True: it goes on the entry before.</param>
    public sealed record Thinking(string Text, bool? Delta = null) : HostTranscriptEntry;

    /// <summary>The agent was told something.</summary>
    /// <param name="Text">What.</param>
    public sealed record User(string Text) : HostTranscriptEntry;

    /// <summary>The agent uses a tool.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="Input">With what.</param>
    /// <param name="ToolUseId">Its id, by which the result is found.</param>
    public sealed record ToolCall(string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonNode? Input, string? ToolUseId = null)
        : HostTranscriptEntry;

    /// <summary>A tool answered.</summary>
    /// <param name="ToolUseId">Which use of it.</param>
    /// <param name="Content">What.</param>
    /// <param name="IsError">Whether it failed.</param>
    /// <param name="ToolName">Its name.</param>
    public sealed record ToolResult(string ToolUseId, string Content, bool IsError, string? ToolName = null) : HostTranscriptEntry;

    /// <summary>The agent started.</summary>
    /// <param name="Model">Its model.</param>
    /// <param name="SessionId">Its session.</param>
    public sealed record Init(string Model, string SessionId) : HostTranscriptEntry;

    /// <summary>The agent is done.</summary>
    /// <param name="Text">Its last words.</param>
    /// <param name="InputTokens">Tokens read.</param>
    /// <param name="OutputTokens">Tokens written.</param>
    /// <param name="CachedTokens">Tokens read from the cache.</param>
    /// <param name="CostUsd">Dollars.</param>
    /// <param name="Subtype">The agent's own word for how it ended.</param>
    /// <param name="IsError">Whether it failed.</param>
    /// <param name="Errors">Why.</param>
    public sealed record Result(
        string Text,
        long InputTokens,
        long OutputTokens,
        long CachedTokens,
        decimal CostUsd,
        string Subtype,
        bool IsError,
        IReadOnlyList<string> Errors) : HostTranscriptEntry;

    /// <summary>A line on standard error.</summary>
    /// <param name="Text">The line.</param>
    public sealed record StandardError(string Text) : HostTranscriptEntry;

    /// <summary>A remark of the host or the adapter.</summary>
    /// <param name="Text">The remark.</param>
    public sealed record System(string Text) : HostTranscriptEntry;

    /// <summary>A line on standard output that is no event.</summary>
    /// <param name="Text">The line.</param>
    public sealed record StandardOutput(string Text) : HostTranscriptEntry;

    /// <summary>A line of a change.</summary>
    /// <param name="ChangeType"><c>add</c>, <c>remove</c>, <c>context</c>, <c>hunk</c>, <c>file_header</c> or <c>truncation</c>.</param>
    /// <param name="Text">The line.</param>
    public sealed record Diff(string ChangeType, string Text) : HostTranscriptEntry;
}
