using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Api;

namespace Podclip.LocalCluster.Tests.Security;

/// <summary>What a service account may do, beside what a real server answered one with the same Role.</summary>
public class AccessTests
{
    [Theory]
    [InlineData("ssar-allowed")]
    [InlineData("ssar-denied")]
    [InlineData("ssar-subresource-allowed")]
    [InlineData("ssar-422-empty")]
    [InlineData("rulesreview")]
    [InlineData("whoami")]
    [InlineData("job-list-403")]
    [InlineData("secret-get-403")]
    [InlineData("log-403")]
    [InlineData("watch-403")]
    [InlineData("node-list-403")]
    [InlineData("namespace-get-403")]
    public async Task A_service_account_is_answered_as_recorded(string name)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var runner = await RunnerAsync(cluster);
        var recording = WireRecording.Load(name);
        var answer = await SendAsync(runner, recording.Method, recording.Path, recording.Body);
        Assert.Equal(recording.Status, (int)answer.Status);
        Assert.Equal(WireRecording.Normalize(recording.Answer, keepsStatus: true), WireRecording.Normalize(answer.Json, keepsStatus: true));
    }

    [Fact]
    public async Task S12_A_role_ends_at_its_namespace_its_verbs_and_its_names()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var runner = await RunnerAsync(cluster);
        await cluster.CreateAsync("/apis/batch/v1/namespaces/wire/jobs", TestJobs.Script("there"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(runner, "GET", "/apis/batch/v1/namespaces/wire/jobs/there")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(runner, "GET", "/apis/batch/v1/namespaces/wire/jobs/nope")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/apis/batch/v1/namespaces/default/jobs/nope")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/apis/batch/v1/jobs")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/apis/batch/v1/namespaces/wire/jobs/there/status")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "DELETE", "/api/v1/namespaces/wire/pods/x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(runner, "GET", "/apis")).Status);
        await BindAsync(cluster, "named", new JsonObject
        {
            ["verbs"] = new JsonArray("get"), ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("configmaps"), ["resourceNames"] = new JsonArray("mine"),
        });
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/configmaps/mine")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/configmaps/other")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/configmaps")).Status);
    }

    [Fact]
    public async Task A_built_in_role_can_be_bound_and_taken_away()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var runner = await RunnerAsync(cluster);
        var binding = Binding("viewers", "ClusterRole", "view");
        await cluster.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/wire/rolebindings", binding);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/configmaps")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/secrets")).Status);
        foreach (var kind in (string[])["/api/v1/namespaces/wire/resourcequotas", "/api/v1/namespaces/wire/limitranges", "/apis/policy/v1/namespaces/wire/poddisruptionbudgets"])
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(runner, "GET", kind)).Status);
        }

        await cluster.SendAsync("DELETE", "/apis/rbac.authorization.k8s.io/v1/namespaces/wire/rolebindings/viewers");
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(runner, "GET", "/api/v1/namespaces/wire/configmaps")).Status);
    }

    [Fact]
    public async Task A_token_ends_with_its_time_or_its_account_and_cannot_be_changed()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        using var runner = await RunnerAsync(cluster);
        const string Own = "/apis/batch/v1/namespaces/wire/jobs";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(runner, "GET", Own)).Status);

        var token = runner.DefaultRequestHeaders.Authorization!.Parameter!;
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var forged = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.Replace("runner", "master", StringComparison.Ordinal)));
        foreach (var bad in (string[])[$"{parts[0]}.{forged}.{parts[2]}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", "..", "a.b.c", token + "x"])
        {
            using var stranger = Client(cluster, bad);
            Assert.Equal((bad, HttpStatusCode.Unauthorized), (bad, (await SendAsync(stranger, "GET", Own)).Status));
        }

        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(runner, "GET", Own)).Status);
        using var again = Client(cluster, await TokenAsync(cluster));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(again, "GET", Own)).Status);
        await cluster.SendAsync("DELETE", "/api/v1/namespaces/wire/serviceaccounts/runner");
        await cluster.CreateAsync("/api/v1/namespaces/wire/serviceaccounts", Named("runner"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(again, "GET", Own)).Status);
    }

    [Fact]
    public async Task A_token_for_somebody_else_does_not_open_this_server()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var runner = await RunnerAsync(cluster);
        var vault = await TokenAsync(cluster, new JsonObject { ["audiences"] = new JsonArray("vault") });
        using var stranger = Client(cluster, vault);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(stranger, "GET", "/apis/batch/v1/namespaces/wire/jobs")).Status);
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private static JsonObject Binding(string name, string kind, string role)
    {
        var binding = Named(name);
        binding["roleRef"] = new JsonObject { ["kind"] = kind, ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "runner", ["namespace"] = "wire" });
        return binding;
    }

    /// <summary>The account of the recordings, with the Role that its rules review shows.</summary>
    private static async Task<HttpClient> RunnerAsync(TestCluster cluster)
    {
        await cluster.CreateAsync("/api/v1/namespaces", Named("wire"));
        await cluster.CreateAsync("/api/v1/namespaces/wire/serviceaccounts", Named("runner"));
        var rules = WireRecording.Load("rulesreview").Answer.Items("status", "resourceRules").Where(rule => !rule.Texts("apiGroups").Any(g => g.StartsWith("auth", StringComparison.Ordinal)));
        await BindAsync(cluster, "runner", [.. rules.Select(rule => rule.Copy())]);
        return Client(cluster, await TokenAsync(cluster));
    }

    private static async Task BindAsync(TestCluster cluster, string name, params JsonObject[] rules)
    {
        var role = Named(name);
        role["rules"] = new JsonArray([.. rules]);
        await cluster.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/wire/roles", role);
        await cluster.CreateAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/wire/rolebindings", Binding(name, "Role", name));
    }

    private static async Task<string> TokenAsync(TestCluster cluster, JsonObject? spec = null)
    {
        var answer = await cluster.CreateAsync("/api/v1/namespaces/wire/serviceaccounts/runner/token", new JsonObject { ["spec"] = spec ?? [] });
        return answer.Text("status", "token")!;
    }

    private static HttpClient Client(TestCluster cluster, string token)
    {
        var client = cluster.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<ApiAnswer> SendAsync(HttpClient client, string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }
}
