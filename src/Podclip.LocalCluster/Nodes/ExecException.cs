namespace Podclip.LocalCluster.Nodes;

/// <summary>A command could not be started in a container; the message says why.</summary>
internal sealed class ExecException(string message) : Exception(message);
