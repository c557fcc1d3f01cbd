using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Kinds;

namespace Podclip.LocalCluster.Api.Requests;

/// <summary>Reads what a path means, from the registry of kinds alone.</summary>
internal sealed class RequestRouter(ResourceRegistry registry)
{
    /// <summary>The resource request a path and method make; null when the path is not one of a served group and version.</summary>
    /// <exception cref="ApiException">The group is served but not this resource, or not this method on it.</exception>
    public ApiRequest? Route(HttpRequest request)
    {
        var parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!TryReadGroup(parts, out var group, out var version, out var rest) || !registry.Has(group, version) || rest.Length == 0)
        {
            return null;
        }

        var isWatchPath = rest[0] == "watch";
        rest = isWatchPath ? rest[1..] : rest;
        var ns = (string?)null;
        if (rest is ["namespaces", var named, var next, ..] && !(group.Length == 0 && rest.Length == 3 && next is "status" or "finalize"))
        {
            ns = named;
            rest = rest[2..];
        }

        if (rest.Length is 0 or > 3 || registry.Find(group, version, rest[0]) is not { } kind || kind.IsNamespaced != IsNamespacedPath(kind, ns, rest))
        {
            throw ApiErrors.UnknownResource();
        }

        var name = rest.Length > 1 ? rest[1] : null;
        var subresource = rest.Length > 2 ? rest[2] : null;
        var parsed = new ApiRequest
        {
            Verb = "",
            Kind = kind,
            Namespace = kind.IsNamespaced ? ns : "",
            Name = name,
            Subresource = subresource,
            Query = request.Query,
        };
        var verb = isWatchPath ? "watch" : VerbOf(request.Method, parsed);
        RequireAllowed(kind, subresource, verb);
        return parsed with { Verb = verb };
    }

    private static bool TryReadGroup(string[] parts, out string group, out string version, out string[] rest)
    {
        switch (parts)
        {
            case ["api", var v, .. var core]:
                (group, version, rest) = ("", v, core);
                return true;
            case ["apis", var g, var v, .. var named]:
                (group, version, rest) = (g, v, named);
                return true;
            default:
                (group, version, rest) = ("", "", []);
                return false;
        }
    }

    /// <summary>A namespaced kind may be listed across namespaces, but one object of it needs its namespace.</summary>
    private static bool IsNamespacedPath(ResourceKind kind, string? ns, string[] rest) =>
        ns is not null || (kind.IsNamespaced && rest.Length == 1);

    private static string VerbOf(string method, ApiRequest request) => method switch
    {
        "GET" or "HEAD" when request.IsSet("watch") => "watch",
        "GET" or "HEAD" => request.Name is null ? "list" : "get",
        "POST" when request.Name is null || request.Subresource is not null => "create",
        "PUT" when request.Name is not null => "update",
        "PATCH" when request.Name is not null => "patch",
        "DELETE" => request.Name is null ? "deletecollection" : "delete",
        _ => throw ApiErrors.MethodNotAllowed(),
    };

    private static void RequireAllowed(ResourceKind kind, string? subresource, string verb)
    {
        if (subresource is not null)
        {
            var found = kind.Subresources.FirstOrDefault(s => s.Name == subresource) ?? throw ApiErrors.UnknownResource();
            if (!found.Verbs.Contains(verb, StringComparer.Ordinal))
            {
                throw ApiErrors.MethodNotAllowed();
            }
        }
        else if (!kind.Verbs.Contains(verb, StringComparer.Ordinal))
        {
            throw ApiErrors.MethodNotAllowed();
        }
    }
}
