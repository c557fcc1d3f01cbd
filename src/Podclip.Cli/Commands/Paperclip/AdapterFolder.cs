using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Paperclip.Adapters;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary>A folder with an adapter's package, as eng/packages.sh makes it.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Type">The adapter's type.</param>
/// <param name="Version">The package's version.</param>
internal sealed record AdapterFolder(string Path, string Type, string Version)
{
    /// <summary>What the names of Podclip's npm packages begin with.</summary>
    public const string Scope = "@podclip/";

    private const string NamePrefix = Scope + "paperclip-adapter-";

    /// <summary>The adapters in a folder, one level down.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The adapters, by type.</returns>
    public static IReadOnlyList<AdapterFolder> FindIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Select(Read).OfType<AdapterFolder>().OrderBy(adapter => adapter.Type, StringComparer.Ordinal)];

    /// <summary>The types that have a package.</summary>
    public static IReadOnlyList<string> Types { get; } = ["claude_k8s", "opencode_k8s"];

    /// <summary>Where the adapters of this binary are: in the package around it, or as this repository builds them.</summary>
    /// <param name="program">The binary; npm links it into .bin.</param>
    /// <returns>The folders to look in.</returns>
    public static IReadOnlyList<string> Around(string program)
    {
        var bin = System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!;
        List<string> folders = [System.IO.Path.GetFullPath(System.IO.Path.Combine(bin, ".."))];
        for (var above = bin; above is not null; above = System.IO.Path.GetDirectoryName(above))
        {
            folders.Add(System.IO.Path.Combine(above, "artifacts", "packages", "paperclip-adapters-k8s"));
        }

        return folders;
    }

    /// <summary>Whether every user of this machine may read it, as Paperclip's own user must.</summary>
    /// <param name="obstacle">The folder or file that is closed.</param>
    /// <returns>True when all of it is open.</returns>
    public bool IsOpenToAll(out string? obstacle)
    {
        for (var folder = Path; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                obstacle = folder;
                return false;
            }
        }

        obstacle = null;
        return true;
    }

    /// <summary>The name of a folder's npm package.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The name; null when it cannot be read from here.</returns>
    public static string? NameIn(string folder) => Text(Package(folder), "name");

    private static AdapterFolder? Read(string folder)
    {
        var package = Package(folder);
        var type = Text(package, "name") is { } name && name.StartsWith(NamePrefix, StringComparison.Ordinal) ? name[NamePrefix.Length..].Replace('-', '_') : null;
        return type is not null && AdapterRecipes.Find(type) is not null
            ? new AdapterFolder(System.IO.Path.GetFullPath(folder), type, Text(package, "version") ?? "")
            : null;
    }

    private static JsonObject? Package(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(folder, "package.json"))) as JsonObject;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? package, string name) => package?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
