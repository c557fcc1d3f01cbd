using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Reviews;

/// <summary>Reads the questions of reviews and writes their answers.</summary>
internal static class ReviewDocument
{
    /// <summary>The question.</summary>
    public static async Task<JsonObject> ReadAsync(ApiRequest request, HttpContext context) =>
        FieldValidation.Decode(request, context, await RequestBody.ReadObjectAsync(context, request.Kind.Kind));

    /// <summary>Writes the answer.</summary>
    /// <param name="request">The question's request.</param>
    /// <param name="context">Where the answer goes.</param>
    /// <param name="creation">When it was asked, where the real server says so; null as a rule.</param>
    /// <param name="spec">The question as it is repeated; null for a kind that has none.</param>
    /// <param name="status">The answer.</param>
    public static Task WriteAsync(ApiRequest request, HttpContext context, string? creation, JsonObject? spec, JsonObject status)
    {
        var document = new JsonObject
        {
            ["kind"] = request.Kind.Kind,
            ["apiVersion"] = request.Kind.ApiVersion,
            ["metadata"] = new JsonObject { ["creationTimestamp"] = creation },
        };
        if (spec is not null)
        {
            document["spec"] = spec.DeepClone();
        }

        document["status"] = status;
        return ApiResponse.WriteAsync(context, StatusCodes.Status201Created, document);
    }
}
