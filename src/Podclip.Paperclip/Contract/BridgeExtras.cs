namespace Podclip.Paperclip.Contract;

/// <summary>What the bridge adds to a context of its own.</summary>
public sealed record BridgeExtras
{
    /// <summary>Texts by the host's own helpers, or null.</summary>
    public HostRendering? Prompts { get; init; }
}
