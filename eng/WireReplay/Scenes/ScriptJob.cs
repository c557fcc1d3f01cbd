namespace Podclip.WireReplay.Scenes;

/// <summary>Jobs that the recorder created without recording it.</summary>
internal static class ScriptJob
{
    public static JsonObject Create(string name, string ns, params JsonNode[] containers)
    {
        JsonObject Labels() => new() { ["app.kubernetes.io/managed-by"] = "paperclip", ["paperclip.io/run-id"] = name };
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["labels"] = Labels() },
            ["spec"] = new JsonObject
            {
                ["backoffLimit"] = 0,
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = Labels() },
                    ["spec"] = new JsonObject
                    {
                        ["restartPolicy"] = "Never", ["automountServiceAccountToken"] = false, ["containers"] = new JsonArray([.. containers]),
                    },
                },
            },
        };
    }

    public static JsonObject Container(string script, string name = "main") => new()
    {
        ["name"] = name, ["image"] = "localhost/bb:1", ["imagePullPolicy"] = "Never", ["command"] = new JsonArray("sh", "-c", script),
    };

    /// <summary>Creates a Job and waits for the name of its pod, and for the pod to be where a condition holds.</summary>
    public static async Task<string> StartAsync(Stage stage, JsonObject job, Func<JsonNode, bool> condition, CancellationToken cancellationToken)
    {
        var ns = job.Text("metadata", "namespace")!;
        await stage.Api.RequireAsync("POST", $"/apis/batch/v1/namespaces/{ns}/jobs", job, cancellationToken);
        var path = $"/api/v1/namespaces/{ns}/pods?labelSelector=job-name%3D{job.Text("metadata", "name")}";
        for (var limit = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < limit; await Task.Delay(20, cancellationToken))
        {
            if ((await stage.Api.RequireAsync("GET", path, null, cancellationToken)).Items("items").FirstOrDefault() is { } pod && condition(pod))
            {
                return pod.Text("metadata", "name")!;
            }
        }

        throw new InvalidOperationException($"The pod of {job.Text("metadata", "name")} did not come to where it should be.");
    }

    /// <summary>Whether a container runs, or has.</summary>
    public static bool HasStarted(JsonNode pod) => pod.Items("status", "containerStatuses").Any(c => c.At("state", "waiting") is null);

    public static bool Runs(JsonNode pod) => pod.Text("status", "phase") == "Running";
}
