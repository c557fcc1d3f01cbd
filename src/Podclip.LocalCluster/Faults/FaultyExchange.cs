using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Faults;

/// <summary>One request to which something happens.</summary>
/// <param name="fault">What happens.</param>
/// <param name="faults">Where chances are drawn.</param>
/// <param name="context">The request.</param>
/// <param name="time">The clock.</param>
internal sealed class FaultyExchange(RequestFaultAction fault, FaultInjector faults, HttpContext context, TimeProvider time)
{
    private const string SinceTime = "sinceTime";

    /// <summary>Answers the request, or does not.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">Answers it as if nothing happened.</param>
    /// <param name="stopping">The server stops.</param>
    public async Task RunAsync(ApiRequest request, Func<ApiRequest, CancellationToken, Task> answer, CancellationToken stopping)
    {
        switch (fault)
        {
            case RequestFaultAction.Delay delay:
                await PauseAsync(TimeSpan.FromMilliseconds(delay.Milliseconds + faults.Draw(delay.JitterMilliseconds + 1)), stopping);
                await answer(request, stopping);
                return;
            case RequestFaultAction.Refuse refuse:
                throw Refusal(refuse);
            case RequestFaultAction.Reset:
                context.Abort();
                return;
            case RequestFaultAction.LoseAnswer:
                await DiscardAsync(() => answer(request, stopping));
                context.Abort();
                return;
            case RequestFaultAction.Hang:
                await PauseAsync(Timeout.InfiniteTimeSpan, stopping);
                return;
            case RequestFaultAction.Duplicate:
                await DuplicateAsync(() => answer(request, stopping));
                return;
            case RequestFaultAction.GoAway:
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
                await answer(request, stopping);
                return;
            case RequestFaultAction.RepeatLines repeat:
                await answer(Earlier(request, repeat.Seconds), stopping);
                return;
            case RequestFaultAction.LoseLines when request.Parameter(SinceTime) is null:
                await answer(request, stopping);
                return;
            case RequestFaultAction.Cut or RequestFaultAction.Silence or RequestFaultAction.Expire or RequestFaultAction.LoseLines:
                await StreamAsync(request, answer, stopping);
                return;
            default:
                throw new UnreachableException($"Unknown fault {fault}.");
        }
    }

    // The fault's stream stands between the handler and the client; the handler does not know.
    private async Task StreamAsync(ApiRequest request, Func<ApiRequest, CancellationToken, Task> answer, CancellationToken stopping)
    {
        var whole = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var stream = new FaultyStream(whole.Stream, fault, context.Abort, ended.Cancel);
        var body = new StreamResponseBodyFeature(stream, whole);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        using var timer = fault is RequestFaultAction.Cut { AfterMilliseconds: { } after }
            ? time.CreateTimer(_ => context.Abort(), null, TimeSpan.FromMilliseconds(after), Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            await answer(request, ended.Token);
        }
        catch (OperationCanceledException) when (stream.HasExpired && !stopping.IsCancellationRequested)
        {
            // The stream ended as a watch of an old version does.
        }

        await body.CompleteAsync();
        if (fault is RequestFaultAction.Silence && stream.IsSilent)
        {
            // Not even the end is told.
            await PauseAsync(Timeout.InfiniteTimeSpan, stopping);
        }
    }

    private async Task DiscardAsync(Func<Task> answer)
    {
        var whole = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await answer();
        }
        catch (ApiException)
        {
            // A refusal is lost like any other answer.
        }
        finally
        {
            context.Features.Set(whole);
        }
    }

    private async Task DuplicateAsync(Func<Task> answer)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;
        await DiscardAsync(answer);
        context.Response.Headers.ContentLength = null;
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Request.Body = new MemoryStream(body.ToArray());
        await answer();
    }

    private async Task PauseAsync(TimeSpan duration, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(duration, time, end.Token);
    }

    private static ApiException Refusal(RequestFaultAction.Refuse refuse)
    {
        var (reason, message) = refuse.Status switch
        {
            403 => ("Forbidden", "admission webhook \"faults.podclip.dev\" denied the request"),
            410 => ("Expired", "too old resource version"),
            429 => ("TooManyRequests", "too many requests, please try again later"),
            500 => ("InternalError", "etcdserver: leader changed"),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            504 => ("Timeout", "the server was unable to return a response in the time allotted"),
            _ => (((HttpStatusCode)refuse.Status).ToString(), "refused by a fault script"),
        };
        return new ApiException(refuse.Status, reason, refuse.Message ?? message) { RetryAfterSeconds = refuse.RetryAfterSeconds };
    }

    private static ApiRequest Earlier(ApiRequest request, int seconds)
    {
        if (request.Parameter(SinceTime) is not { } since || !DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out var time))
        {
            return request;
        }

        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        query[SinceTime] = new StringValues((time.ToUniversalTime() - TimeSpan.FromSeconds(seconds)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return request with { Query = new QueryCollection(query) };
    }
}
