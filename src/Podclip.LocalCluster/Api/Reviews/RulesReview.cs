using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Reviews;

/// <summary><c>SelfSubjectRulesReview</c>: what may I do in a namespace?</summary>
internal sealed class RulesReview(RoleAuthorizer roles) : IReview
{
    public async Task AnswerAsync(ApiRequest request, HttpContext context)
    {
        var question = await ReviewDocument.ReadAsync(request, context);
        if (question.Text("spec", "namespace") is not { Length: > 0 } ns)
        {
            throw ApiErrors.BadRequest("no namespace on request");
        }

        // The real server does not repeat the question.
        await ReviewDocument.WriteAsync(request, context, creation: null, [], new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. roles.RulesFor(request.User, ns).Select(rule => (JsonNode)rule.ToReview())]),
            ["nonResourceRules"] = AccessPaths.ToReview(request.User),
            ["incomplete"] = false,
        });
    }
}
