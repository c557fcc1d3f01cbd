using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Security;

/// <summary>
/// Who asks, and what they may: whoever has the cluster's token may do everything, a service account what the Roles of its namespaces say,
/// anyone may ask for health and version.
/// </summary>
internal sealed class AccessPolicy(string token, ServiceAccountTokens serviceAccounts, RoleAuthorizer roles)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    /// <summary>The user a request comes from.</summary>
    /// <exception cref="ApiException">It carries a token that is none of ours.</exception>
    public ApiUser Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ApiUser.Anonymous;
        }

        var shown = header[Scheme.Length..].Trim();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), _token)
            ? ApiUser.Administrator
            : serviceAccounts.Find(shown) ?? throw ApiErrors.Unauthorized();
    }

    /// <summary>Refuses a request on a resource that the user may not make; whether there is such an object is not told.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public void Authorize(ApiRequest request)
    {
        var resource = request.Subresource is null ? request.Kind.Plural : $"{request.Kind.Plural}/{request.Subresource}";

        // A namespace itself is guarded by the rules inside it.
        var ns = request.Kind is { Plural: "namespaces", Group: "" } ? request.Name ?? "" : request.Namespace ?? "";
        if (roles.Allow(request.User, new AccessQuery(request.Verb, request.Kind.Group, resource, ns, request.Name)) is null)
        {
            var place = ns.Length == 0 ? "at the cluster scope" : $"in the namespace \"{ns}\"";
            throw ApiErrors.Forbidden(
                request.Kind.QualifiedName,
                request.Name,
                $"User \"{request.User.Name}\" cannot {request.Verb} resource \"{resource}\" in API group \"{request.Kind.Group}\" {place}");
        }
    }

    /// <summary>Refuses a path that is no resource and that the user may not see.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public static void AuthorizePath(ApiUser user, HttpRequest request)
    {
        if (!AccessPaths.Allow(user, request.Method, request.Path.Value ?? ""))
        {
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {request.Method.ToLowerInvariant()} path \"{request.Path}\"", []);
        }
    }
}
