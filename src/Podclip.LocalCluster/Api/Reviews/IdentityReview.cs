using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Reviews;

/// <summary><c>SelfSubjectReview</c>: who am I?</summary>
internal sealed class IdentityReview(TimeProvider timeProvider) : IReview
{
    public async Task AnswerAsync(ApiRequest request, HttpContext context)
    {
        await ReviewDocument.ReadAsync(request, context);
        var user = request.User;
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid is not null)
        {
            info["uid"] = user.Uid;
        }

        info["groups"] = new JsonArray([.. user.Groups.Select(g => (JsonNode)g)]);
        if (user.CredentialId is not null)
        {
            info["extra"] = new JsonObject { ["authentication.kubernetes.io/credential-id"] = new JsonArray($"JTI={user.CredentialId}") };
        }

        await ReviewDocument.WriteAsync(request, context, timeProvider.GetUtcNow().ToWireTime(), spec: null, new JsonObject { ["userInfo"] = info });
    }
}
