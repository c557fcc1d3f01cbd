using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>OpenAI's chat completions, as many providers speak them.</summary>
internal sealed class ChatDialect : IDialect
{
    public string SessionHeader => "X-Session-Id";

    public Conversation Read(JsonElement body, string? sessionId) => ChatReader.Read(body, sessionId);

    public IAnswerWriter CreateWriter(Conversation conversation, Answer answer, TimeProvider time) => new ChatWriter(conversation, answer, time);

    public Task SendErrorAsync(Stream body, ApiException error, CancellationToken cancellationToken) =>
        ChatWriter.SendAsync(body, writer => WriteError(writer, error), cancellationToken);

    public void WriteError(Utf8JsonWriter writer, ApiException error)
    {
        var (type, code, words) = Describe(error.Status);
        writer.WriteStartObject("error");
        writer.WriteString("message", error.Words ?? words);
        writer.WriteString("type", type);
        writer.WriteNull("param");
        writer.WriteString("code", code);
        writer.WriteEndObject();
    }

    // Types, codes and words are OpenAI's own.
    private static (string Type, string? Code, string Words) Describe(int status) => status switch
    {
        401 => ("invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
        403 => ("invalid_request_error", "insufficient_permissions", "You have insufficient permissions for this operation."),
        404 or 405 => ("invalid_request_error", "model_not_found", "The model does not exist or you do not have access to it."),
        413 => ("invalid_request_error", "request_too_large", "The request body is too large."),
        429 => ("requests", "rate_limit_exceeded", "Rate limit reached for requests."),
        503 or 529 => ("server_error", null, "The engine is currently overloaded, please try again later."),
        >= 500 => ("server_error", null, "The server had an error while processing your request."),
        _ => ("invalid_request_error", null, "The request is not valid."),
    };
}
