namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A command was stopped because it stayed after its last word.</summary>
/// <param name="Signal">The last signal that was sent: <c>SIGTERM</c> or <c>SIGKILL</c>.</param>
/// <param name="ForceKilled">Whether TERM was not enough.</param>
public sealed record TerminalResultCleanupReport(string Signal, bool ForceKilled)
{
    /// <summary>The host's code for it.</summary>
    public string StopReason { get; } = "unmanaged_background_task_stopped";
}
