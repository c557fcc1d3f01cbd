using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests;

/// <summary>Jobs to create.</summary>
internal static class TestJobs
{
    /// <summary>A Job whose only container runs a shell script once.</summary>
    public static JsonObject Script(string name, string script = "true", Action<JsonObject>? change = null)
    {
        var spec = new JsonObject
        {
            ["backoffLimit"] = 0,
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["restartPolicy"] = "Never",
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "main",
                        ["image"] = "host:1",
                        ["command"] = new JsonArray("/bin/sh", "-c", script),
                    }),
                },
            },
        };
        change?.Invoke(spec);
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = spec,
        };
    }
}
