using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary><c>pods/log</c>: what a container wrote.</summary>
internal sealed class PodLogSubresource(ObjectStore store, IPodLogSource source, TimeProvider timeProvider) : ISubresource
{
    public string Name => "log";

    public string Kind => "Pod";

    public IReadOnlyList<string> Verbs { get; } = ["get"];

    public async Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        var query = PodLogParameters.Parse(request, timeProvider);
        var pod = store.Find(ResourceNames.Pods, request.Namespace!, request.Name!) ?? throw ApiErrors.NotFound(request.Kind, request.Name!);
        var container = PodContainers.Name(pod, request.Parameter("container"));
        if (string.IsNullOrEmpty(pod.Document.Text("spec", "nodeName")))
        {
            // As the real server: no node to ask, and nothing to say about it.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        RequireStarted(pod, container, query.Previous);
        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await source.WriteAsync(pod, container, query, context.Response.BodyWriter, end.Token);

        // A stream that ends says that the container has ended. When it is the server that stops, the stream must be cut instead.
        end.Token.ThrowIfCancellationRequested();
    }

    private static void RequireStarted(StoredObject pod, string container, bool previous)
    {
        var status = PodContainers.Status(pod, container);
        if (previous)
        {
            if (status.At("lastState", "terminated") is null)
            {
                throw ApiErrors.BadRequest($"previous terminated container \"{container}\" in pod \"{pod.Name}\" not found");
            }

            return;
        }

        if (status.At("state", "running") is null && status.At("state", "terminated") is null)
        {
            var reason = status.Text("state", "waiting", "reason") switch
            {
                "ErrImagePull" or "ImagePullBackOff" => "trying and failing to pull image",
                null or "" => "ContainerCreating",
                var other => other,
            };
            throw ApiErrors.BadRequest($"container \"{container}\" in pod \"{pod.Name}\" is waiting to start: {reason}");
        }
    }
}
