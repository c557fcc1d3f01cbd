using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Http;

namespace Podclip.LocalCluster.Tests;

/// <summary>Documents in short.</summary>
internal static class TestYaml
{
    public static JsonNode Read(string yaml) => YamlReader.Parse(Encoding.UTF8.GetBytes(yaml), out var problem) ?? throw new FormatException(problem);
}
