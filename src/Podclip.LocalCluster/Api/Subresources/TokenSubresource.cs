using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary><c>serviceaccounts/token</c>: a token of a service account (TokenRequest).</summary>
internal sealed class TokenSubresource(ObjectStore store, ServiceAccountTokens tokens) : ISubresource
{
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;
    private const long MostSeconds = 1L << 32;

    public string Name => "token";

    public string Kind => "TokenRequest";

    public string Group => "authentication.k8s.io";

    public string Version => "v1";

    public IReadOnlyList<string> Verbs { get; } = ["create"];

    public async Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        var type = SchemaCatalog.Default[Kind];
        var asked = DocumentDecoder.Decode(await RequestBody.ReadObjectAsync(context, Kind), type).Document;
        var account = store.Find(ResourceNames.ServiceAccounts, request.Namespace!, request.Name!) ?? throw ApiErrors.NotFound(request.Kind, request.Name!);
        var seconds = asked.Number("spec", "expirationSeconds") ?? DefaultSeconds;
        if (seconds is < LeastSeconds or > MostSeconds)
        {
            throw ApiErrors.InvalidOption(Group, Kind, "", errors => errors.Invalid(
                "spec.expirationSeconds",
                seconds,
                seconds < LeastSeconds ? "may not specify a duration less than 10 minutes" : "may not specify a duration larger than 2^32 seconds"));
        }

        if (asked.At("spec", "boundObjectRef") is JsonObject { Count: > 0 })
        {
            throw ApiErrors.BadRequest("this cluster binds tokens to their service account alone: leave out spec.boundObjectRef");
        }

        string[] audiences = [.. asked.Texts("spec", "audiences")];
        audiences = audiences.Length == 0 ? [ServiceAccountTokens.Audience] : audiences;
        var token = tokens.Create(account, audiences, TimeSpan.FromSeconds(seconds), out var expires);
        await ApiResponse.WriteAsync(context, StatusCodes.Status201Created, new JsonObject
        {
            ["kind"] = Kind,
            ["apiVersion"] = $"{Group}/{Version}",
            ["metadata"] = new JsonObject { ["name"] = account.Name, ["namespace"] = account.Namespace, ["creationTimestamp"] = null },
            ["spec"] = new JsonObject
            {
                ["audiences"] = new JsonArray([.. audiences.Select(a => (JsonNode)a)]),
                ["expirationSeconds"] = seconds,
                ["boundObjectRef"] = null,
            },
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = expires.ToWireTime() },
        });
    }
}
