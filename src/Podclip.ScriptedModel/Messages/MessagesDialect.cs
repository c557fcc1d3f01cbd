using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;

namespace Podclip.ScriptedModel.Messages;

/// <summary>The Anthropic Messages API.</summary>
internal sealed class MessagesDialect : IDialect
{
    public string SessionHeader => "X-Claude-Code-Session-Id";

    public Conversation Read(JsonElement body, string? sessionId) => MessagesReader.Read(body, sessionId);

    public IAnswerWriter CreateWriter(Conversation conversation, Answer answer, TimeProvider time) => new MessagesWriter(conversation, answer, time);

    public Task SendErrorAsync(Stream body, ApiException error, CancellationToken cancellationToken) =>
        MessagesWriter.SendAsync(body, "error", writer => WriteError(writer, error), cancellationToken);

    public void WriteError(Utf8JsonWriter writer, ApiException error)
    {
        writer.WriteString("type", "error");
        writer.WriteStartObject("error");
        writer.WriteString("type", TypeOf(error.Status));
        writer.WriteString("message", error.Words ?? UsualWords(error.Status));
        writer.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        400 or 422 => "invalid_request_error",
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 or 405 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        _ => "api_error",
    };

    // The API's own.
    private static string UsualWords(int status) => status switch
    {
        401 => "invalid x-api-key",
        403 => "Your API key does not have permission to use the specified resource.",
        404 => "Not found",
        413 => "Request exceeds the maximum size",
        429 => "This request would exceed your account's rate limit. Please try again later.",
        529 => "Overloaded",
        >= 500 => "Internal server error",
        _ => "Bad request",
    };
}
