namespace Podclip.Kubernetes.Client;

/// <summary>What must hold of an object for a deletion to happen; otherwise the server answers 409 Conflict.</summary>
/// <param name="Uid">The uid it must have, or null.</param>
/// <param name="ResourceVersion">The version it must have, or null.</param>
public sealed record Preconditions(string? Uid = null, string? ResourceVersion = null);
