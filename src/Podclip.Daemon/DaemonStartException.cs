namespace Podclip.Daemon;

/// <summary>The daemon cannot be started. The message says why and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">What failed.</param>
public sealed class DaemonStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another daemon serves the state directory already.</summary>
    public bool IsServed { get; init; }
}
