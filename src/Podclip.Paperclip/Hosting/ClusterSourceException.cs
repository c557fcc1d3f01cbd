namespace Podclip.Paperclip.Hosting;

/// <summary>There is no cluster that can be used. The message says why and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">What failed, if anything was tried.</param>
public sealed class ClusterSourceException(string message, Exception? inner = null) : Exception(message, inner);
