namespace Podclip.Kubernetes.Client;

/// <summary>Which objects a list or watch is about.</summary>
/// <param name="Namespace">The namespace; null for all, or for kinds without one.</param>
/// <param name="Labels">A label selector as in a URL, or null.</param>
/// <param name="Fields">A field selector as in a URL, or null.</param>
public sealed record ResourceSelector(string? Namespace, string? Labels = null, string? Fields = null);
