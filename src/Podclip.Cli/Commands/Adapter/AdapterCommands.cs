using System.Text.Json;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter</c>: what Paperclip's adapters do, one step at a time.</summary>
internal static class AdapterCommands
{
    /// <summary>The group.</summary>
    public static CommandGroup Create(CliHost host) => new(
        host,
        "adapter",
        "Paperclip's adapters, one step at a time.",
        new AdapterListCommand(host),
        new AdapterFactCommand(
            host,
            "describe",
            "Print what Paperclip must know of an adapter: capabilities, sessions, models, and the documentation for agents who hire agents.",
            recipe => JsonSerializer.Serialize(recipe.Describe(), AdapterJson.Readable.AdapterDescription)),
        new AdapterFactCommand(
            host, "schema", "Print the fields of an adapter's configuration.", recipe => JsonSerializer.Serialize(recipe.Describe().ConfigSchema, AdapterJson.Readable.AdapterConfigSchema)),
        new AdapterFactCommand(
            host, "models", "Print the models to choose from.", recipe => JsonSerializer.Serialize(recipe.Models(host.Variables), AdapterJson.Readable.IReadOnlyListAdapterModel)),
        new AdapterSkillsCommand(host),
        new AdapterExecuteCommand(host),
        new AdapterTestCommand(host),
        new AdapterParseCommand(host));
}
