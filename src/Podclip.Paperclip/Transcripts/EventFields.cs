using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Reads members of an event that may be missing or of any type. Nothing in a line makes it fail.</summary>
internal static class EventFields
{
    // Low enough that sums cannot overflow.
    private const double MaxNumber = 1e15;

    /// <summary>A line as an event; null when it is not one JSON object.</summary>
    public static JsonObject? Parse(string line) => ConfigValues.ParseJson(line) as JsonObject;

    extension(JsonNode? node)
    {
        /// <summary>A member; null when this is no object or has no such member.</summary>
        public JsonNode? Member(string name) => (node as JsonObject)?[name];

        /// <summary>A member's text; null when it is no text.</summary>
        public string? Text(string name) => JsText.WellFormed(JsJson.TextOf(node.Member(name)));

        /// <summary>A member's text; null when it is no text or says nothing.</summary>
        public string? Said(string name) => node.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

        /// <summary>A member as a count; 0 when it is none.</summary>
        public long Count(string name) => JsNumber.Finite(node.Member(name)) is { } number and >= 0 and <= MaxNumber ? (long)number : 0;

        /// <summary>A member as an amount of money; null when it is none.</summary>
        public decimal? Amount(string name) => JsNumber.Finite(node.Member(name)) is { } number and >= 0 and <= MaxNumber ? (decimal)number : null;

        /// <summary>Whether a member is <c>true</c>.</summary>
        public bool IsTrue(string name) => node.Member(name)?.GetValueKind() == System.Text.Json.JsonValueKind.True;

        /// <summary>The elements of a member that are objects.</summary>
        public IEnumerable<JsonObject> Objects(string name) => (node.Member(name) as JsonArray)?.OfType<JsonObject>() ?? [];

        /// <summary>What a tool answered: text, or the texts of a list of parts.</summary>
        public string ToolText(string name) => node.Text(name) ?? string.Join('\n', node.Objects(name).Select(part => part.Text("text")).Where(text => text is not null));

        /// <summary>The words of an error, which may be text or any object.</summary>
        public string? ErrorWords() => node switch
        {
            null => null,
            JsonObject error => error.Said("message") ?? error.Member("data").Said("message") ?? error.Said("error") ?? error.Said("name") ?? error.Said("code") ?? JsText.WellFormed(JsJson.Stringify(error)),
            _ => JsText.TrimToNull(JsText.WellFormed(JsJson.TextOf(node))),
        };
    }
}
