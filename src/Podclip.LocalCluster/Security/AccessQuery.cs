namespace Podclip.LocalCluster.Security;

/// <summary>What somebody wants to do to a resource, as RBAC sees it.</summary>
/// <param name="Verb">Such as <c>list</c>.</param>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Resource">The plural, with its subresource: <c>pods/log</c>.</param>
/// <param name="Namespace">The namespace; empty for all of them, or for kinds without one.</param>
/// <param name="Name">The object; null for none in particular.</param>
internal sealed record AccessQuery(string Verb, string Group, string Resource, string Namespace, string? Name);
