using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Api.Discovery;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Faults;
using Podclip.LocalCluster.Security;

namespace Podclip.LocalCluster.Api;

/// <summary>Takes every request from its headers to its answer: who, what, may they, do it, and every fault into a Status.</summary>
internal sealed partial class RequestPipeline(
    RequestRouter router,
    AccessPolicy access,
    PathHandler paths,
    ResourceHandlers handlers,
    Action<ApiRequestRecord>? onRequest,
    FaultInjector faults,
    TimeProvider timeProvider,
    ILogger<RequestPipeline> logger)
{
    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="stopping">The server stops: streams end.</param>
    /// <returns>When it is answered.</returns>
    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        context.Response.Headers.Date = timeProvider.GetUtcNow().UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        try
        {
            await AnswerAsync(context, stopping);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to tell.
            context.Abort();
        }
        catch (ApiException refused)
        {
            await FailAsync(context, refused);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException bad)
        {
            await FailAsync(context, ApiErrors.BadRequest(bad.Message));
        }
        catch (Exception fault)
        {
            LogFault(fault, context.Request.Method, context.Request.Path);
            await FailAsync(context, new ApiException(500, "InternalError", $"Internal error occurred: {fault.GetType().Name}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = fault.GetType().Name }) }));
        }
    }

    private static async Task FailAsync(HttpContext context, ApiException refused)
    {
        if (context.Response.HasStarted)
        {
            // Too late for a status: a cut stream is the only honest answer.
            context.Abort();
            return;
        }

        if (refused.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refused.Code == StatusCodes.Status403Forbidden)
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
        }

        await ApiResponse.WriteAsync(context, refused.Code, refused.ToStatus());
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken stopping)
    {
        var user = access.Authenticate(context.Request);
        if (FaultEndpoint.Owns(context.Request))
        {
            await FaultEndpoint.HandleAsync(faults, user, context);
            return;
        }

        if (router.Route(context.Request) is not { } routed)
        {
            onRequest?.Invoke(new ApiRequestRecord(context.Request.Method.ToLowerInvariant(), context.Request.Path, null, null, context.Request.Headers.UserAgent.ToString()));
            AccessPolicy.AuthorizePath(user, context.Request);
            await paths.HandleAsync(context);
            return;
        }

        var request = routed with { User = user };
        var resource = request.Subresource is null ? request.Kind.QualifiedName : $"{request.Kind.QualifiedName}/{request.Subresource}";
        var record = new ApiRequestRecord(request.Verb, resource, request.Namespace, request.Name, context.Request.Headers.UserAgent.ToString());
        onRequest?.Invoke(record);
        if (faults.Next(record) is { } fault)
        {
            await new FaultyExchange(fault, faults, context, timeProvider).RunAsync(request, (asked, end) => HandleAsync(asked, context, end), stopping);
            return;
        }

        await HandleAsync(request, context, stopping);
    }

    private Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        access.Authorize(request);
        return handlers.HandleAsync(request, context, stopping);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFault(Exception fault, string method, string path);
}
