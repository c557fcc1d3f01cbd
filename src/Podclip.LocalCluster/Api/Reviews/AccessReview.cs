using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Reviews;

/// <summary><c>SelfSubjectAccessReview</c>: may I do this? The answer is never 403.</summary>
internal sealed class AccessReview(RoleAuthorizer roles) : IReview
{
    public async Task AnswerAsync(ApiRequest request, HttpContext context)
    {
        var question = await ReviewDocument.ReadAsync(request, context);
        var reason = Decide(request.User, question);
        var status = new JsonObject { ["allowed"] = reason is not null };
        if (!string.IsNullOrEmpty(reason))
        {
            status["reason"] = reason;
        }

        await ReviewDocument.WriteAsync(request, context, creation: null, question["spec"] as JsonObject ?? [], status);
    }

    private string? Decide(ApiUser user, JsonObject question)
    {
        var (resource, path) = (question.At("spec", "resourceAttributes"), question.At("spec", "nonResourceAttributes"));
        if (resource is null == path is null)
        {
            // The real server names no kind here.
            throw ApiErrors.InvalidOption("authorization.k8s.io", "", "", errors => errors.Invalid("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }

        if (path is not null)
        {
            return AccessPaths.Allow(user, path.Text("verb") ?? "", path.Text("path") ?? "") ? "" : null;
        }

        var plural = resource.Text("resource") ?? "";
        return roles.Allow(user, new AccessQuery(
            resource.Text("verb") ?? "",
            resource.Text("group") ?? "",
            resource.Text("subresource") is { Length: > 0 } subresource ? $"{plural}/{subresource}" : plural,
            resource.Text("namespace") ?? "",
            resource.Text("name")));
    }
}
