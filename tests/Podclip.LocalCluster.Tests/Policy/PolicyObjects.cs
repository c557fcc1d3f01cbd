using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>Objects for tests of policies.</summary>
internal static class PolicyObjects
{
    /// <summary>A pod of one container, with the resources given as JSON.</summary>
    public static JsonObject Pod(string name, string resources = "{}", Action<JsonObject>? change = null)
    {
        var spec = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "host:1", ["resources"] = JsonNode.Parse(resources) }),
        };
        change?.Invoke(spec);
        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = "a" } }, ["spec"] = spec };
    }

    /// <summary>An object with a name and a spec.</summary>
    public static JsonObject WithSpec(string name, string spec) => new() { ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = JsonNode.Parse(spec) };

    /// <summary>A claim.</summary>
    public static JsonObject Claim(string name, string storage) =>
        WithSpec(name, """{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"SIZE"}}}""".Replace("SIZE", storage, StringComparison.Ordinal));
}
