using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Http;

namespace Podclip.LocalCluster.Api.Discovery;

/// <summary>Answers the paths that are no resources: discovery, OpenAPI, version and health.</summary>
internal sealed class PathHandler(DiscoveryDocuments discovery, OpenApiDocuments openApi)
{
    private const string NoSuchPath = "404 page not found\n";
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>Answers one of them, or that there is no such path.</summary>
    public Task HandleAsync(HttpContext context)
    {
        string[] parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            return Document(parts, context) is null
                ? ApiResponse.WriteTextAsync(context, StatusCodes.Status404NotFound, NoSuchPath)
                : throw ApiErrors.MethodNotAllowed();
        }

        switch (parts)
        {
            case ["healthz" or "livez" or "readyz", ..]:
                return ApiResponse.WriteTextAsync(context, StatusCodes.Status200OK, "ok");
            case ["version"]:
                return ApiResponse.WriteAsync(context, StatusCodes.Status200OK, ServerVersion.Document);
            case ["api"] when ContentNegotiation.TakesAggregatedDiscovery(context.Request):
                return WriteAggregatedAsync(context, discovery.AggregatedCore());
            case ["apis"] when ContentNegotiation.TakesAggregatedDiscovery(context.Request):
                return WriteAggregatedAsync(context, discovery.AggregatedGroups());
            default:
                return Document(parts, context) is { } document
                    ? ApiResponse.WriteAsync(context, StatusCodes.Status200OK, document)
                    : ApiResponse.WriteTextAsync(context, StatusCodes.Status404NotFound, NoSuchPath);
        }
    }

    private JsonObject? Document(string[] parts, HttpContext context) => parts switch
    {
        [] => new JsonObject { ["paths"] = new JsonArray("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version") },
        ["api"] => DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? ""),
        ["apis"] => discovery.GroupList(),
        ["api", var version] => discovery.Resources("", version),
        ["apis", var group] => discovery.Group(group),
        ["apis", var group, var version] => discovery.Resources(group, version),
        ["openapi", "v3"] => openApi.Index(),
        ["openapi", "v3", "api", var version] => openApi.Group("", version),
        ["openapi", "v3", "apis", var group, var version] => openApi.Group(group, version),
        _ => null,
    };

    private static async Task WriteAggregatedAsync(HttpContext context, JsonObject document)
    {
        var tag = DiscoveryDocuments.EntityTag(document);
        var response = context.Response;
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "public";
        if (context.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = AggregatedType;
        await response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }
}
