namespace Podclip.WireReplay.Scenes;

/// <summary>What was there before the first recording: the namespaces, and the service account with its Role.</summary>
internal static class Preparation
{
    /// <summary>What nobody listening there was recorded as.</summary>
    private const string PullError =
        "failed to pull and unpack image \"127.0.0.1:9/none:1\": failed to resolve reference \"127.0.0.1:9/none:1\": failed to do request: "
        + "Head \"http://127.0.0.1:9/v2/none/manifests/1\": dial tcp 127.0.0.1:9: connect: connection refused";

    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/wire";

    public static async Task RunAsync(Stage stage, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["wire", "wire2", "wire-psa", "wire-quota", "wire-pull", "wire-sched"])
        {
            var ns = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
            if (name == "wire-psa")
            {
                ns["metadata"]!["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = "restricted" };
            }

            await stage.Api.RequireAsync("POST", "/api/v1/namespaces", ns, cancellationToken);
        }

        await stage.Cluster.AddMissingImageAsync("localhost/none:1", "no such image", cancellationToken);
        await stage.Cluster.AddMissingImageAsync("127.0.0.1:9/none:1", PullError, cancellationToken);
        await stage.Api.RequireAsync("POST", "/api/v1/namespaces/wire/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "runner" } }, cancellationToken);
        await stage.Api.RequireAsync("POST", $"{Rbac}/roles", Role(stage), cancellationToken);
        await stage.Api.RequireAsync("POST", $"{Rbac}/rolebindings", Binding(), cancellationToken);
        var token = await stage.Api.RequireAsync("POST", "/api/v1/namespaces/wire/serviceaccounts/runner/token", new JsonObject { ["spec"] = new JsonObject() }, cancellationToken);
        stage.Api.UseRunner(token.Text("status", "token")!);
    }

    /// <summary>The runner's rules are what it was recorded to be allowed, less what everybody is.</summary>
    private static JsonObject Role(Stage stage)
    {
        var rules = stage.Find("rulesreview")?.Answer.Items("status", "resourceRules")
            .Where(rule => !rule.Texts("apiGroups").Any(group => group is "authorization.k8s.io" or "authentication.k8s.io"))
            .Select(rule => (JsonNode?)rule.DeepClone()) ?? [];
        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = "runner" }, ["rules"] = new JsonArray([.. rules]) };
    }

    private static JsonObject Binding() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "runner" },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = "runner" },
        ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "runner", ["namespace"] = "wire" }),
    };
}
