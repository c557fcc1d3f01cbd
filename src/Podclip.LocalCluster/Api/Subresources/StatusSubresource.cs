using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary><c>status</c>: an object's status, without the rest.</summary>
internal sealed class StatusSubresource(string kind, ReadHandler reads, WriteHandler writes) : ISubresource
{
    public string Name => "status";

    public string Kind => kind;

    public IReadOnlyList<string> Verbs { get; } = ["get", "patch", "update"];

    public Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping) => request.Verb switch
    {
        "update" => writes.UpdateAsync(request, context, isStatus: true),
        "patch" => writes.PatchAsync(request, context, isStatus: true),
        _ => reads.GetAsync(request, context),
    };
}
