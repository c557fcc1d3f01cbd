using System.Text;
using System.Text.Json;

namespace Podclip.WireReplay.Recordings;

/// <summary>One exchange with a real API server: what was asked and what came back.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Document">The file.</param>
internal sealed record Recording(string Name, JsonNode Document)
{
    public string Method => Document.Text("request", "method")!;

    public string Path => Document.Text("request", "path")!;

    /// <summary>The body as it was sent: some are no JSON.</summary>
    public string? Body => Document.At("request", "body") switch
    {
        null => null,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        var document => document.ToJsonString(),
    };

    public int Status => (int)Document.Number("response", "status")!;

    /// <summary>The answer's body: a document, a text, or null.</summary>
    public JsonNode? Answer => Document.At("response", "body");

    public string AnswerText => Answer is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : Answer?.ToJsonString() ?? "";

    /// <summary>What a stream brought, in order.</summary>
    public IReadOnlyList<JsonNode> Frames => [.. Document.Items("response", "frames")];

    /// <summary>The watch events of a stream, in order.</summary>
    public IReadOnlyList<JsonObject> Events => [.. Frames.Select(frame => frame.At("event")).OfType<JsonObject>()];

    /// <summary>The bytes of a log stream.</summary>
    public byte[] Bytes =>
        [.. Frames.SelectMany(frame => frame.Text("base64") is { } base64 ? Convert.FromBase64String(base64) : Encoding.UTF8.GetBytes(frame.Text("text") ?? ""))];

    /// <summary>How a stream ended: <c>eof</c>, or what broke it.</summary>
    public string? End => Document.Text("response", "end");

    public bool IsStream => Document.At("response", "frames") is not null;

    public string? RequestHeader(string name) => Header("request", name);

    public string? AnswerHeader(string name) => Header("response", name);

    private string? Header(string side, string name) =>
        (Document.At(side, "headers") as JsonObject)?.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>();
}
