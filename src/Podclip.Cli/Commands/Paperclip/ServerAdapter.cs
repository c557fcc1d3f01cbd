using System.Text.Json.Nodes;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary>An adapter as a Paperclip server lists it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Source">The folder or npm package it was installed from; null for one that is built in.</param>
/// <param name="Version">Its package's version.</param>
/// <param name="State">Whether it is there for agents.</param>
internal sealed record ServerAdapter(string Type, string? Source, string? Version, string State)
{
    /// <summary>Whether it is Podclip's, as far as can be seen from here: a folder may be one of the server's machine alone.</summary>
    public bool IsOurs => Source is not null && (Path.IsPathRooted(Source) ? AdapterFolder.NameIn(Source) : Source)?.StartsWith(AdapterFolder.Scope, StringComparison.Ordinal) != false;

    /// <summary>Reads an entry of the server's list.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The adapter, or null when it is none.</returns>
    public static ServerAdapter? Read(JsonNode? entry) => entry is JsonObject adapter && Text(adapter, "type") is { } type
        ? new ServerAdapter(type, Text(adapter, "packageName"), Text(adapter, "version"), !Is(adapter, "loaded") ? "not loaded" : Is(adapter, "disabled") ? "disabled" : "installed")
        : null;

    private static string? Text(JsonObject adapter, string name) => adapter[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Is(JsonObject adapter, string name) => adapter[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
