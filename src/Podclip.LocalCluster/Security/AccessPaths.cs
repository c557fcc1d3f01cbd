using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Security;

/// <summary>The paths that are no resources, and who may read them: <c>system:public-info-viewer</c>, <c>system:discovery</c> and the administrator.</summary>
internal static class AccessPaths
{
    private static readonly string[] IssuerKeys = ["/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/"];
    private static readonly string[] Issuer = ["/.well-known", "/.well-known/*"];
    private static readonly string[] Public = ["/healthz", "/livez", "/readyz", "/version", "/version/"];
    private static readonly string[] Discovery = ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];

    /// <summary>Whether a user may do something with a path.</summary>
    public static bool Allow(ApiUser user, string method, string path) =>
        user.IsAdministrator
        || (method is "GET" or "HEAD" or "get" or "head" && (user.IsAuthenticated ? Discovery : Public).Any(pattern => Matches(pattern, path)));

    /// <summary>The rules as a review shows them.</summary>
    public static JsonArray ToReview(ApiUser user)
    {
        JsonObject[] rules = user.IsAdministrator
            ? [Rule("*", ["*"])]
            : user.IsAuthenticated
                ? [Rule("get", IssuerKeys), Rule("get", Issuer), Rule("get", Public), Rule("get", Discovery)]
                : [Rule("get", Public)];
        return new JsonArray([.. rules]);
    }

    private static bool Matches(string pattern, string path) =>
        pattern.EndsWith('*') ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : path.TrimEnd('/') == pattern.TrimEnd('/');

    private static JsonObject Rule(string verb, string[] paths) =>
        new() { ["verbs"] = new JsonArray(verb), ["nonResourceURLs"] = new JsonArray([.. paths.Select(p => (JsonNode)p)]) };
}
