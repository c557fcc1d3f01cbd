using System.Text.Json;
using Podclip.ScriptedModel.Answers;

namespace Podclip.ScriptedModel.Endpoints;

/// <summary>How an API asks for answers and how it gives them; what is answered is the same in all.</summary>
internal interface IDialect
{
    /// <summary>The header in which an agent names its session.</summary>
    string SessionHeader { get; }

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="ApiException">It is no request of this API.</exception>
    Conversation Read(JsonElement body, string? sessionId);

    /// <summary>A writer for one answer.</summary>
    IAnswerWriter CreateWriter(Conversation conversation, Answer answer, TimeProvider time);

    /// <summary>Sends an error into a stream that has begun.</summary>
    Task SendErrorAsync(Stream body, ApiException error, CancellationToken cancellationToken);

    /// <summary>Writes the members of an error response.</summary>
    void WriteError(Utf8JsonWriter writer, ApiException error);
}
