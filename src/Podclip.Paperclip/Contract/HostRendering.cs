namespace Podclip.Paperclip.Contract;

/// <summary>
/// Texts for the agent as the host's own helpers of this very release make them. The bridge sends them where it finds those helpers; ours serve
/// where it does not.
/// </summary>
public sealed record HostRendering
{
    /// <summary>For a new session.</summary>
    public HostPrompt? Fresh { get; init; }

    /// <summary>For a session that goes on.</summary>
    public HostPrompt? Resumed { get; init; }

    /// <summary>The wake as JSON, for <c>PAPERCLIP_WAKE_PAYLOAD_JSON</c>; null when it says nothing.</summary>
    public string? WakePayloadJson { get; init; }
}
