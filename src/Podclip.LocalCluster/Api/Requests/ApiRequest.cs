using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Security;

namespace Podclip.LocalCluster.Api.Requests;

/// <summary>A request on a resource, taken apart.</summary>
internal sealed record ApiRequest
{
    /// <summary>As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection.</summary>
    public required string Verb { get; init; }

    /// <summary>The kind.</summary>
    public required ResourceKind Kind { get; init; }

    /// <summary>The namespace; null for a request across all of them, empty for kinds without one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The object's name; null for the collection.</summary>
    public required string? Name { get; init; }

    /// <summary>What comes after the name; null for the object itself.</summary>
    public required string? Subresource { get; init; }

    /// <summary>Who asks.</summary>
    public ApiUser User { get; init; } = ApiUser.Anonymous;

    /// <summary>The query.</summary>
    public required IQueryCollection Query { get; init; }

    /// <summary>A query parameter's value; null when absent or empty.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>Whether a parameter is set to anything but false, as the real server reads it: <c>abc</c> counts as true.</summary>
    public bool IsSet(string name) => Query.TryGetValue(name, out var values) && values[0] is not ("false" or "0" or "False" or "FALSE" or "f" or "F");

    /// <summary>Whether nothing is to be stored.</summary>
    public bool IsDryRun => Parameter("dryRun") is not null;
}
