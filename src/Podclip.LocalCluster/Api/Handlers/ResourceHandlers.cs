using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Gives each request on a resource to who answers its verb.</summary>
internal sealed class ResourceHandlers(ReadHandler reads, WatchHandler watches, WriteHandler writes, DeleteHandler deletes)
{
    /// <summary>Answers a request.</summary>
    public Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        if (request.Subresource is { } name)
        {
            return request.Kind.Subresources.First(s => s.Name == name).HandleAsync(request, context, stopping);
        }

        if (request.Kind.Review is { } review)
        {
            return review.AnswerAsync(request, context);
        }

        return request.Verb switch
        {
            "get" => reads.GetAsync(request, context),
            "list" => reads.ListAsync(request, context),
            "watch" => watches.WatchAsync(request, context, stopping),
            "create" => writes.CreateAsync(request, context),
            "update" => writes.UpdateAsync(request, context),
            "patch" => writes.PatchAsync(request, context),
            "delete" => deletes.DeleteAsync(request, context),
            "deletecollection" => deletes.DeleteCollectionAsync(request, context),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }
}
