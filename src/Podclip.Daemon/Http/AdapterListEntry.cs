namespace Podclip.Daemon.Http;

/// <summary>An adapter in the list of them.</summary>
/// <param name="Type">Its type: <c>claude_k8s</c>.</param>
/// <param name="Label">What it is called.</param>
internal sealed record AdapterListEntry(string Type, string Label);
