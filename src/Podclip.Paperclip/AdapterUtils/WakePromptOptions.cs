namespace Podclip.Paperclip.AdapterUtils;

/// <summary>How a wake is told to an agent.</summary>
public sealed record WakePromptOptions
{
    /// <summary>The agent's session goes on: only what is new is told.</summary>
    public bool ResumedSession { get; init; }

    /// <summary>The wake is a turn of a conversation, not work on a task.</summary>
    public bool ConversationMode { get; init; }

    /// <summary>Tells the execution contract in a new session too, for prompts whose template does not.</summary>
    public bool IncludeExecutionContract { get; init; }

    /// <summary>Leaves the issue's description out, because the task's brief holds it.</summary>
    public bool SuppressIssueDescription { get; init; }

    /// <summary>The run can read messages through the host's own reader; agents in Jobs cannot.</summary>
    public bool NativeWakeReaderAvailable { get; init; }
}
