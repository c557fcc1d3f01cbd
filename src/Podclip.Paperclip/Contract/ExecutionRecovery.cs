namespace Podclip.Paperclip.Contract;

/// <summary>What proves that a run may be started again.</summary>
public sealed record ExecutionRecovery
{
    /// <summary><c>bootstrap</c> or <c>interrupted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>False: nothing was asked of a model.</summary>
    public bool? ProviderWorkStarted { get; init; }

    /// <summary>True: the agent is gone.</summary>
    public bool? ProviderStopped { get; init; }

    /// <summary>True: its session can be resumed.</summary>
    public bool? SessionPreserved { get; init; }

    /// <summary><c>settled</c>: nothing it began is still on its way.</summary>
    public string? ActionOutcomes { get; init; }

    /// <summary>Nothing was asked of a model yet, so starting again repeats nothing.</summary>
    public static ExecutionRecovery Bootstrap { get; } = new() { Kind = "bootstrap", ProviderWorkStarted = false };

    /// <summary>The agent was stopped and is gone, its session is kept and nothing it began is still on its way.</summary>
    public static ExecutionRecovery Interrupted { get; } =
        new() { Kind = "interrupted", ProviderStopped = true, SessionPreserved = true, ActionOutcomes = "settled" };
}
