using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>A kubeconfig whose user may do what a Role says and nothing else.</summary>
internal static class LimitedAccess
{
    /// <summary>Makes a service account with a Role in the stage's namespace and a kubeconfig with its token.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="folder">Where the kubeconfig goes.</param>
    /// <param name="rules">Each "group/resource: verb,verb"; the group is empty for the core.</param>
    /// <returns>The kubeconfig's path.</returns>
    public static async Task<string> CreateAsync(TestCluster cluster, string ns, string folder, params IEnumerable<string> rules)
    {
        using var http = cluster.OpenHttp();
        await PostAsync(http, $"/api/v1/namespaces/{ns}/serviceaccounts", new JsonObject { ["metadata"] = Named("limited") });
        await PostAsync(http, $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", new JsonObject
        {
            ["metadata"] = Named("limited"),
            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
        });
        await PostAsync(http, $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings", new JsonObject
        {
            ["metadata"] = Named("limited"),
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = "limited" },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "limited", ["namespace"] = ns }),
        });
        var token = await PostAsync(http, $"/api/v1/namespaces/{ns}/serviceaccounts/limited/token", new JsonObject { ["spec"] = new JsonObject() });
        return Write(cluster, folder, token["status"]!["token"]!.GetValue<string>());
    }

    /// <summary>The cluster's kubeconfig with another token.</summary>
    public static string Write(TestCluster cluster, string folder, string token)
    {
        var path = Path.Combine(folder, "limited-kubeconfig");
        var lines = File.ReadAllLines(cluster.Cluster.KubeconfigPath)
            .Select(line => line.TrimStart().StartsWith("token:", StringComparison.Ordinal) ? $"{line[..line.IndexOf("token:", StringComparison.Ordinal)]}token: {token}" : line);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static JsonNode Rule(string rule)
    {
        var (what, verbs) = (rule[..rule.IndexOf(": ", StringComparison.Ordinal)], rule[(rule.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        var slash = what.IndexOf('/', StringComparison.Ordinal);
        return new JsonObject
        {
            ["apiGroups"] = new JsonArray(what[..slash]),
            ["resources"] = new JsonArray(what[(slash + 1)..]),
            ["verbs"] = new JsonArray([.. verbs.Split(',').Select(verb => (JsonNode)verb)]),
        };
    }

    private static JsonObject Named(string name) => new() { ["name"] = name };

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
