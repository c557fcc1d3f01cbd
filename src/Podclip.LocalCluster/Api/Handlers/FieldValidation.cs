using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Reads documents of requests against the schema: unknown fields are warned about, refused or ignored, as asked.</summary>
internal static class FieldValidation
{
    /// <summary>Decodes a document of the request's kind.</summary>
    /// <exception cref="ApiException">A field has the wrong type, the kind is another, or a field is unknown and that is to be refused.</exception>
    public static JsonObject Decode(ApiRequest request, HttpContext context, JsonObject document)
    {
        var kind = request.Kind;
        RequireKind(kind, document);
        try
        {
            var (decoded, unknown) = DocumentDecoder.Decode(document, kind.Type);
            switch (request.Parameter("fieldValidation") ?? "Warn")
            {
                case "Strict" when unknown.Count > 0:
                    throw CannotBeHandled(kind, "strict decoding error: " + string.Join(", ", unknown.Select(Describe)));
                case "Warn":
                    foreach (var field in unknown)
                    {
                        ApiResponse.Warn(context, Describe(field));
                    }

                    break;
                default:
                    break;
            }

            return decoded;
        }
        catch (FieldDecodingException wrong)
        {
            throw CannotBeHandled(kind, wrong.Message);
        }
    }

    private static string Describe(string field) => $"unknown field {FieldErrors.Quote(field)}";

    private static ApiException CannotBeHandled(ResourceKind kind, string detail) =>
        ApiErrors.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {detail}");

    private static void RequireKind(ResourceKind kind, JsonObject document)
    {
        if (document.Text("apiVersion") is { Length: > 0 } version && version != kind.ApiVersion)
        {
            throw ApiErrors.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.ApiVersion})");
        }

        if (document.Text("kind") is { Length: > 0 } given && given != kind.Kind)
        {
            throw ApiErrors.BadRequest($"{given} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: the kind in the data ({given}) does not match the expected kind ({kind.Kind})");
        }
    }
}
