using Microsoft.AspNetCore.Http;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Reads the Content-Type header.</summary>
internal static class BodyFormats
{
    /// <summary>The form of a request's body.</summary>
    /// <exception cref="ApiException">It is none that this server reads.</exception>
    public static BodyFormat Of(HttpRequest request) => RequestBody.MediaType(request) switch
    {
        "" or "application/json" => BodyFormat.Json,
        "application/yaml" => BodyFormat.Yaml,
        "application/vnd.kubernetes.protobuf" => BodyFormat.Protobuf,
        _ => throw ApiErrors.UnsupportedBody(),
    };
}
