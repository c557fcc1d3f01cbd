using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.ChatCompletions;
using Podclip.ScriptedModel.Messages;
using Podclip.ScriptedModel.Scenarios;

namespace Podclip.ScriptedModel.Endpoints;

/// <summary>Answers the requests of one endpoint, each in its dialect.</summary>
internal sealed class ModelEndpoint(ScenarioLibrary library, string defaultScenario, RequestLog log, bool keepsBodies, TimeProvider time)
{
    private const int OverloadedStatus = 529;
    private static readonly TimeSpan CutTimeout = TimeSpan.FromSeconds(5);
    private static readonly MessagesDialect Messages = new();
    private static readonly ChatDialect Chat = new();
    private readonly FaultCounters _counters = new();

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends when the caller hangs up or the endpoint stops.</param>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var record = new RecordedRequest { Method = context.Request.Method, Path = context.Request.Path };
        IDialect dialect = record.Path is "/v1/chat/completions" or "/v1/models" ? Chat : Messages;
        try
        {
            await RouteAsync(context, dialect, record, cancellationToken);
        }
        catch (ApiException e)
        {
            await WriteErrorAsync(context, dialect, record, e, cancellationToken);
        }
        catch (JsonException)
        {
            await WriteErrorAsync(context, dialect, record, new ApiException(400, "The request body is not valid JSON."), cancellationToken);
        }
    }

    private Task RouteAsync(HttpContext context, IDialect dialect, RecordedRequest record, CancellationToken cancellationToken) => (record.Method, record.Path) switch
    {
        ("POST", "/v1/messages" or "/v1/chat/completions") => AnswerAsync(context, dialect, record, cancellationToken),
        ("POST", "/v1/messages/count_tokens") => CountTokensAsync(context, dialect, record, cancellationToken),
        ("GET", "/v1/models") => TellAsync(context, record, ModelList.Write, cancellationToken),
        ("GET", "/" or "/api/hello") => TellAsync(context, record, static writer => writer.WriteString("message", "hello"), cancellationToken),
        ("HEAD", "/" or "/api/hello") => TellAsync(context, record, writeMembers: null, cancellationToken),
        _ => throw new ApiException(404, $"There is no {record.Method} {record.Path}."),
    };

    private async Task AnswerAsync(HttpContext context, IDialect dialect, RecordedRequest record, CancellationToken cancellationToken)
    {
        var (conversation, body) = await ReadAsync(context.Request, dialect, cancellationToken);
        record = record with { BodyBytes = body.Length, Body = keepsBodies ? body : null, Model = conversation.Model, Stream = conversation.Stream, Prompts = conversation.EarlierPrompts + 1 };
        try
        {
            await AnswerAsync(context, dialect, record, conversation, cancellationToken);
        }
        catch (ScenarioException e)
        {
            await WriteErrorAsync(context, dialect, record, new ApiException(400, e.Message), cancellationToken);
        }
    }

    private async Task AnswerAsync(HttpContext context, IDialect dialect, RecordedRequest record, Conversation conversation, CancellationToken cancellationToken)
    {
        var answer = conversation.WantsTitle ? Answer.Title(conversation) : Answer.Choose(library, defaultScenario, _counters, conversation);
        record = record with
        {
            Scenario = answer.Scenario,
            Turn = answer.Number,
            Fault = answer.Fault?.Kind,
        };
        if (answer.Fault is Fault.Status status)
        {
            var error = ErrorOf(status, answer.Scope);
            log.Add(record with { Status = error.Status });
            await PauseAsync(answer, cancellationToken);
            await WriteErrorBodyAsync(context.Response, dialect, error, cancellationToken);
        }
        else if (answer.Fault is Fault.Hang)
        {
            log.Add(record);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }
        else
        {
            log.Add(record with { Status = StatusOf(answer.Fault, conversation.Stream) });
            await PauseAsync(answer, cancellationToken);
            await WriteAsync(context, dialect, conversation, answer, cancellationToken);
        }
    }

    // Without a stream there is nothing to begin: only the error event has a response of its own.
    private static int? StatusOf(Fault? fault, bool stream) => fault switch
    {
        Fault.Stall or Fault.Cut when !stream => null,
        Fault.ErrorEvent when !stream => OverloadedStatus,
        _ => 200,
    };

    private Task PauseAsync(Answer answer, CancellationToken cancellationToken) =>
        Task.Delay(answer.Scope.Seconds(answer.Turn.DelaySeconds), time, cancellationToken);

    private static ApiException ErrorOf(Fault.Status status, TemplateScope scope) => new(
        scope.Count(status.Code, 599, "HTTP status"),
        status.Message is { } text ? scope.Expand(text) : null,
        status.RetryAfter is { } header ? scope.Expand(header) : null);

    private async Task WriteAsync(HttpContext context, IDialect dialect, Conversation conversation, Answer answer, CancellationToken cancellationToken)
    {
        var writer = dialect.CreateWriter(conversation, answer, time);
        var response = context.Response;
        if (conversation.Stream)
        {
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers.CacheControl = "no-cache";
            await writer.StreamAsync(response.Body, cancellationToken);
        }
        else if (!answer.BreaksOff)
        {
            response.ContentType = "application/json";
            await response.Body.WriteAsync(await writer.WholeAsync(cancellationToken), cancellationToken);
        }

        switch (answer.Fault)
        {
            case Fault.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case Fault.Cut:
                await CutAsync(context, cancellationToken);
                break;
            case Fault.ErrorEvent fault:
                var error = new ApiException(OverloadedStatus, fault.Message is { } text ? answer.Scope.Expand(text) : null);
                await (conversation.Stream
                    ? dialect.SendErrorAsync(response.Body, error, cancellationToken)
                    : WriteErrorBodyAsync(response, dialect, error, cancellationToken));
                break;
        }
    }

    // An abort would make the client's system throw away what it has not read yet. Completing the transport sends all that was
    // written and then ends the connection in the middle of the response.
    private async Task CutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IConnectionTransportFeature>() is { } connection)
        {
            await connection.Transport.Output.CompleteAsync();
            await Task.Delay(CutTimeout, time, cancellationToken);
        }

        context.Abort();
    }

    private async Task CountTokensAsync(HttpContext context, IDialect dialect, RecordedRequest record, CancellationToken cancellationToken)
    {
        var (conversation, body) = await ReadAsync(context.Request, dialect, cancellationToken);
        record = record with { BodyBytes = body.Length, Body = keepsBodies ? body : null, Model = conversation.Model };
        await TellAsync(context, record, writer => writer.WriteNumber("input_tokens", conversation.InputTokens), cancellationToken);
    }

    private Task TellAsync(HttpContext context, RecordedRequest record, Action<Utf8JsonWriter>? writeMembers, CancellationToken cancellationToken)
    {
        log.Add(record with { Status = 200 });
        return writeMembers is null ? Task.CompletedTask : JsonBody.WriteAsync(context.Response, writeMembers, cancellationToken);
    }

    private Task WriteErrorAsync(HttpContext context, IDialect dialect, RecordedRequest record, ApiException error, CancellationToken cancellationToken)
    {
        if (context.Response.HasStarted)
        {
            // Too late for a status: what a client can still notice is a stream without its end.
            context.Abort();
            return Task.CompletedTask;
        }

        log.Add(record with { Status = error.Status });
        return WriteErrorBodyAsync(context.Response, dialect, error, cancellationToken);
    }

    private static Task WriteErrorBodyAsync(HttpResponse response, IDialect dialect, ApiException error, CancellationToken cancellationToken)
    {
        response.StatusCode = error.Status;
        if (error.RetryAfter is { Length: > 0 } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        return JsonBody.WriteAsync(response, writer => dialect.WriteError(writer, error), cancellationToken);
    }

    private static async Task<(Conversation Conversation, ReadOnlyMemory<byte> Body)> ReadAsync(HttpRequest request, IDialect dialect, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        ReadOnlyMemory<byte> bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        using var document = JsonDocument.Parse(bytes);
        string? session = request.Headers[dialect.SessionHeader];
        return (dialect.Read(document.RootElement, string.IsNullOrEmpty(session) ? null : session), bytes);
    }
}
