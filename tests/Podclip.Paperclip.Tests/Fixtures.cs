using System.Reflection;

namespace Podclip.Paperclip.Tests;

/// <summary>What a real Paperclip 2026.916.1 sent and what its own helpers returned. Data: never edit it.</summary>
internal static class Fixtures
{
    public static string ProjectDirectory { get; } = typeof(Fixtures).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "ProjectDirectory").Value!;

    public static string Path(string name) => System.IO.Path.Combine(ProjectDirectory, "Fixtures", name);

    public static JsonNode Sample(string name) => JsonNode.Parse(File.ReadAllText(Path(System.IO.Path.Combine("paperclip-samples", name))))!;
}
