using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Exec;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary><c>pods/exec</c>: a command in a running container, over WebSocket. SPDY, its predecessor, is refused in words.</summary>
internal sealed class PodExecSubresource(ObjectStore store, IPodExecutor executor) : ISubresource
{
    public string Name => "exec";

    public string Kind => "PodExecOptions";

    public IReadOnlyList<string> Verbs { get; } = ["create", "get"];

    public async Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        var pod = store.Find(ResourceNames.Pods, request.Namespace!, request.Name!) ?? throw ApiErrors.NotFound(request.Kind, request.Name!);
        var container = PodContainers.Name(pod, request.Parameter("container"));
        var query = QueryOf(request);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ApiErrors.BadRequest(context.Request.Headers.Upgrade.Count > 0
                ? $"unable to upgrade: this cluster runs commands over WebSocket only ({ExecProtocol.V5}, {ExecProtocol.V4})"
                : "Upgrade request required");
        }

        RequireRunning(pod, container);
        if (ExecProtocol.Choose(context.WebSockets.WebSocketRequestedProtocols) is not { } protocol)
        {
            // As the real server: no words.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.Headers.Connection = "close";
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        using var session = new ExecSession(socket, protocol);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await session.RunAsync(() => executor.StartCommand(pod, container, query), query, end.Token);
    }

    private static ExecQuery QueryOf(ApiRequest request)
    {
        string[] command = [.. request.Query["command"].OfType<string>()];
        if (command.Length == 0 || command[0].Length == 0)
        {
            throw ApiErrors.InvalidOption("", "PodExecOptions", request.Name!, errors => errors.Required("command"));
        }

        if (command.Any(word => word.Contains('\0')))
        {
            throw ApiErrors.BadRequest("a command holds a zero byte");
        }

        // A terminal has one stream for both; so has a command whose errors nobody asked for.
        return new ExecQuery(command, request.IsSet("stdin"), request.IsSet("tty"));
    }

    private static void RequireRunning(StoredObject pod, string container)
    {
        if (pod.Document.Text("status", "phase") is ("Succeeded" or "Failed") and var phase)
        {
            throw ApiErrors.BadRequest($"cannot exec into a container in a completed pod; current phase is {phase}");
        }

        if (PodContainers.Status(pod, container).At("state", "running") is null)
        {
            throw new ApiException(500, "InternalError", $"Internal error occurred: unable to upgrade connection: container not found (\"{container}\")");
        }
    }
}
