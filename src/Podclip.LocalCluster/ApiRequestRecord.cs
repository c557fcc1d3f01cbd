namespace Podclip.LocalCluster;

/// <summary>One request that reached the API server.</summary>
/// <param name="Verb">As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection; the HTTP method in lower case for paths that are no resource.</param>
/// <param name="Resource">Plural and group with a subresource behind, such as <c>jobs.batch</c> or <c>pods/log</c>; the path where it is no resource.</param>
/// <param name="Namespace">The namespace; null where there is none.</param>
/// <param name="Name">The object; null for collections.</param>
/// <param name="UserAgent">What the client calls itself.</param>
public sealed record ApiRequestRecord(string Verb, string Resource, string? Namespace, string? Name, string UserAgent)
{
    /// <summary>Whether it is a watch.</summary>
    public bool IsWatch => Verb == "watch";
}
