namespace Podclip.Engine.HostPods;

/// <summary>The host's pod cannot be read. The message says why.</summary>
/// <param name="message">What is wrong.</param>
public sealed class HostPodException(string message) : Exception(message);
