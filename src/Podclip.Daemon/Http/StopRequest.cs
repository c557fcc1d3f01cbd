namespace Podclip.Daemon.Http;

/// <summary>How a daemon is to stop.</summary>
internal sealed record StopRequest
{
    /// <summary>Whether it waits until no run is live. Without that it lets go of them: their Jobs go on, and the next daemon takes them up.</summary>
    public bool Drain { get; init; }
}
