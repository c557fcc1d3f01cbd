using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Paperclip.Contract;

namespace Podclip.Cli.Commands.Adapter;

/// <summary>The contract's JSON for people: indented, with letters as they are.</summary>
internal static class AdapterJson
{
    /// <summary>The contract's types, so written.</summary>
    public static PaperclipJson Readable { get; } = new(new JsonSerializerOptions(PaperclipJson.Plain.Options) { WriteIndented = true });

    /// <summary>A document, so written.</summary>
    public static string Text(JsonNode document) => document.ToJsonString(Readable.Options);
}
