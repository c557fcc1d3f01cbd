using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Api;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>ResourceQuotas over HTTP, as the <c>quota-*</c> and <c>life-quota-*</c> recordings show them.</summary>
public class QuotaTests
{
    private const string Home = "/api/v1/namespaces/default";

    private static Task<JsonNode> CreateQuotaAsync(TestCluster cluster, string spec, string name = "q") => cluster.CreateAsync($"{Home}/resourcequotas", PolicyObjects.WithSpec(name, spec));

    private static Task<JsonNode> UsedAsync(TestCluster cluster, string resource, string amount, string name = "q") =>
        cluster.WaitForAsync($"{Home}/resourcequotas/{name}", quota => quota.Text("status", "used", resource) == amount);

    private static async Task<string> RefusedAsync(TestCluster cluster, string path, JsonObject body)
    {
        var answer = await cluster.SendAsync("POST", $"{Home}/{path}", body);
        Assert.True(answer.Status == HttpStatusCode.Forbidden, answer.Text);
        return answer.Json.Text("message")!;
    }

    [Fact]
    public async Task What_a_real_server_said_of_quotas_is_said_here()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "wire-quota" } });
        await RecordedExchange.PlayAsync(cluster, "quota-create");
        await RecordedExchange.PlayAsync(cluster, "life-quota-exceeded-post");
        await RecordedExchange.PlayAsync(cluster, "life-quota-must-specify-post");
        foreach (var (name, job) in ((string, string)[])[("life-quota-exceeded", "qv"), ("life-quota-must-specify", "qm")])
        {
            await AssertRefusedPodsAsync(cluster, name, job);
        }

        await cluster.WaitForAsync("/api/v1/namespaces/wire-quota/resourcequotas/rq", quota => quota.Text("status", "used", "count/jobs.batch") == "2");
        await RecordedExchange.PlayAsync(cluster, "quota-get");
        await RecordedExchange.PlayAsync(cluster, "quota-job-create-403");
        Assert.Empty((await cluster.GetAsync("/api/v1/namespaces/wire-quota/pods")).Items("items"));
    }

    private static async Task AssertRefusedPodsAsync(TestCluster cluster, string name, string job)
    {
        var recorded = WireRecording.Load($"{name}-events").Exchange.Items("response", "frames").Select(f => f.At("event", "object")!).Where(e => e.Text("involvedObject", "name") == job).ToList();
        var path = $"/api/v1/namespaces/wire-quota/events?fieldSelector=involvedObject.name%3D{job}";
        var seen = await cluster.WaitForAsync(path, list => list.Items("items").Count() >= 2);
        Assert.Equal(recorded.Take(2).Select(RecordedExchange.Alike), seen.Items("items").Take(2).Select(RecordedExchange.Alike));
        var last = WireRecording.Load($"{name}-jobs").Exchange.Items("response", "frames").Last().At("event", "object");
        Assert.Equal(WireRecording.Normalize(last, keepsStatus: true), WireRecording.Normalize(await cluster.GetAsync($"/apis/batch/v1/namespaces/wire-quota/jobs/{job}"), keepsStatus: true));
    }

    [Fact]
    public async Task Of_many_pods_made_at_once_no_more_than_allowed_come_to_be_and_ended_ones_make_room()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"pods":"3","count/pods":"4"}}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => cluster.SendAsync("POST", $"{Home}/pods", PolicyObjects.Pod($"p{i}"))));
        Assert.Equal(3, answers.Count(a => a.Status == HttpStatusCode.Created));
        var refused = answers.Where(a => a.Status == HttpStatusCode.Forbidden).ToList();
        Assert.Equal(9, refused.Count);
        Assert.All(refused, a => Assert.EndsWith("is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3", a.Json.Text("message"), StringComparison.Ordinal));
        await UsedAsync(cluster, "pods", "3");

        var pod = (await cluster.GetAsync($"{Home}/pods")).Items("items").First().Text("metadata", "name")!;
        cluster.Kubelet.SetEnded("default", pod, 0);
        await UsedAsync(cluster, "pods", "2");
        await cluster.CreateAsync($"{Home}/pods", PolicyObjects.Pod("late"));
        Assert.Equal(
            "pods \"later\" is forbidden: exceeded quota: q, requested: count/pods=1,pods=1, used: count/pods=4,pods=3, limited: count/pods=4,pods=3",
            await RefusedAsync(cluster, "pods", PolicyObjects.Pod("later")));
    }

    [Fact]
    public async Task A_dry_run_is_held_against_the_quota_and_uses_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"secrets":"1","persistentvolumeclaims":"0"}}""");
        var secret = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "s" } };
        Assert.Equal(HttpStatusCode.Created, (await cluster.SendAsync("POST", $"{Home}/secrets?dryRun=All", secret.DeepClone())).Status);
        await cluster.CreateAsync($"{Home}/secrets", secret.DeepClone());
        Assert.Equal("secrets \"t\" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1",
            await RefusedAsync(cluster, "secrets?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "t" } }));
        Assert.Equal("persistentvolumeclaims \"c\" is forbidden: exceeded quota: q, requested: persistentvolumeclaims=1, used: persistentvolumeclaims=0, limited: persistentvolumeclaims=0",
            await RefusedAsync(cluster, "persistentvolumeclaims", PolicyObjects.Claim("c", "1Gi")));
        await cluster.SendAsync("DELETE", $"{Home}/secrets/s");
        await UsedAsync(cluster, "secrets", "0");
        await cluster.CreateAsync($"{Home}/secrets", secret.DeepClone());
    }

    [Fact]
    public async Task Compute_is_summed_exactly_and_init_containers_count_where_they_need_more()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"requests.cpu":"1","limits.memory":"1Gi","cpu":"1"}}""");
        Assert.Equal(
            "pods \"p\" is forbidden: failed quota: q: must specify cpu for: main; limits.memory for: init,main; requests.cpu for: main",
            await RefusedAsync(cluster, "pods", PolicyObjects.Pod("p", change: spec =>
                spec["initContainers"] = new JsonArray(new JsonObject { ["name"] = "init", ["image"] = "host:1", ["resources"] = JsonNode.Parse("""{"requests":{"cpu":"1m"}}""") }))));
        await cluster.CreateAsync($"{Home}/pods", PolicyObjects.Pod("p", """{"requests":{"cpu":"100m"},"limits":{"memory":"512Mi"}}""", spec =>
            spec["initContainers"] = new JsonArray(new JsonObject { ["name"] = "init", ["image"] = "host:1", ["resources"] = JsonNode.Parse("""{"requests":{"cpu":"0.7"},"limits":{"memory":"1Mi"}}""") })));
        var quota = await UsedAsync(cluster, "requests.cpu", "700m");
        Assert.Equal("512Mi", quota.Text("status", "used", "limits.memory"));
        Assert.Equal(
            "pods \"r\" is forbidden: exceeded quota: q, requested: cpu=400m,requests.cpu=400m, used: cpu=700m,requests.cpu=700m, limited: cpu=1,requests.cpu=1",
            await RefusedAsync(cluster, "pods", PolicyObjects.Pod("r", """{"limits":{"cpu":"400m","memory":"1Mi"}}""")));
        await cluster.CreateAsync($"{Home}/pods", PolicyObjects.Pod("s", """{"requests":{"cpu":"0.3"},"limits":{"memory":"512Mi"}}"""));
    }

    [Fact]
    public async Task Claims_are_counted_and_weighed_by_class_and_may_not_grow_beyond()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"persistentvolumeclaims":"2","requests.storage":"2Gi","local.storageclass.storage.k8s.io/requests.storage":"3Gi"}}""");
        await cluster.CreateAsync($"{Home}/persistentvolumeclaims", PolicyObjects.Claim("a", "1Gi"));
        Assert.Equal(
            "persistentvolumeclaims \"b\" is forbidden: exceeded quota: q, requested: requests.storage=1536Mi, used: requests.storage=1Gi, limited: requests.storage=2Gi",
            await RefusedAsync(cluster, "persistentvolumeclaims", PolicyObjects.Claim("b", "1.5Gi")));
        var grow = JsonNode.Parse("""{"spec":{"resources":{"requests":{"storage":"3Gi"}}}}""")!;
        var refused = await cluster.SendAsync("PATCH", $"{Home}/persistentvolumeclaims/a", grow, "application/merge-patch+json");
        Assert.Equal(
            "persistentvolumeclaims \"a\" is forbidden: exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=1Gi, limited: requests.storage=2Gi",
            refused.Json.Text("message"));
        var quota = await UsedAsync(cluster, "persistentvolumeclaims", "1");
        Assert.Equal("1Gi", quota.Text("status", "used", "local.storageclass.storage.k8s.io/requests.storage"));
    }

    [Fact]
    public async Task Amounts_are_kept_in_their_canonical_form()
    {
        await using var cluster = await TestCluster.StartAsync();
        var quota = await CreateQuotaAsync(cluster, """{"hard":{"pods":3,"requests.cpu":"1.50","limits.memory":"2048Mi","requests.storage":"1000"}}""");
        Assert.Equal(["pods=3", "requests.cpu=1500m", "limits.memory=2Gi", "requests.storage=1k"], ((string[])["pods", "requests.cpu", "limits.memory", "requests.storage"]).Select(n => $"{n}={quota.Text("spec", "hard", n)}"));
    }

    [Theory]
    [InlineData("BestEffort", "{}", null, true)]
    [InlineData("BestEffort", """{"requests":{"cpu":"1"}}""", null, false)]
    [InlineData("NotBestEffort", "{}", null, false)]
    [InlineData("NotBestEffort", """{"requests":{"cpu":"1"}}""", null, true)]
    [InlineData("Terminating", "{}", 10, true)]
    [InlineData("Terminating", "{}", null, false)]
    [InlineData("NotTerminating", "{}", null, true)]
    [InlineData("NotTerminating", "{}", 10, false)]
    public async Task A_scope_says_which_pods_a_quota_is_about(string scope, string resources, int? deadline, bool isCounted)
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"pods":"0"},"scopes":["SCOPE"]}""".Replace("SCOPE", scope, StringComparison.Ordinal));
        var answer = await cluster.SendAsync("POST", $"{Home}/pods", PolicyObjects.Pod("p", resources, spec => spec["activeDeadlineSeconds"] = deadline));
        Assert.Equal(isCounted ? HttpStatusCode.Forbidden : HttpStatusCode.Created, answer.Status);
    }

    [Theory]
    [InlineData("""{"scopeName":"PriorityClass","operator":"In","values":["high"]}""", "high", true)]
    [InlineData("""{"scopeName":"PriorityClass","operator":"In","values":["high"]}""", "low", false)]
    [InlineData("""{"scopeName":"PriorityClass","operator":"NotIn","values":["high"]}""", "low", true)]
    [InlineData("""{"scopeName":"PriorityClass","operator":"Exists"}""", null, false)]
    [InlineData("""{"scopeName":"PriorityClass","operator":"DoesNotExist"}""", null, true)]
    [InlineData("""{"scopeName":"BestEffort","operator":"Exists"}""", null, true)]
    [InlineData("""{"scopeName":"CrossNamespacePodAffinity","operator":"Exists"}""", null, false)]
    public async Task A_scope_may_be_selected_too(string expression, string? priorityClass, bool isCounted)
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"pods":"0"},"scopeSelector":{"matchExpressions":[EXPRESSION]}}""".Replace("EXPRESSION", expression, StringComparison.Ordinal));
        var answer = await cluster.SendAsync("POST", $"{Home}/pods", PolicyObjects.Pod("p", change: spec => spec["priorityClassName"] = priorityClass));
        Assert.Equal(isCounted ? HttpStatusCode.Forbidden : HttpStatusCode.Created, answer.Status);
    }

    [Theory]
    [InlineData("""{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}}""",
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")]
    [InlineData("""{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"Odd","operator":"Exists"}]}}""", "spec.scopeSelector.matchExpressions.scopeName: Invalid value: \"Odd\": unsupported scope")]
    [InlineData("""{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"Is"}]}}""", "spec.scopeSelector.matchExpressions.operator: Invalid value: \"Is\": not a valid selector operator")]
    [InlineData("""{"hard":{"nonsense":"1"}}""", "spec.hard[nonsense]: Invalid value: \"nonsense\": must be a standard resource for quota")]
    [InlineData("""{"hard":{"pods":"-1"}}""", "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("""{"hard":{"pods":"0.5"}}""", "spec.hard[pods]: Invalid value: \"500m\": must be an integer")]
    [InlineData("""{"hard":{"cpu":"1"},"scopes":["BestEffort"]}""", "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource")]
    [InlineData("""{"hard":{"pods":"1"},"scopes":["Odd"]}""", "spec.scopes: Invalid value: [\"Odd\"]: unsupported scope")]
    [InlineData("""{"hard":{"pods":"1"},"scopes":["Terminating","NotTerminating"]}""", "spec.scopes: Invalid value: [\"Terminating\",\"NotTerminating\"]: conflicting scopes")]
    public async Task A_quota_that_cannot_hold_is_refused(string spec, string error)
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await cluster.SendAsync("POST", $"{Home}/resourcequotas", PolicyObjects.WithSpec("q", spec));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($"ResourceQuota \"q\" is invalid: {error}", answer.Json.Text("message"));
    }

    [Fact]
    public async Task A_quota_can_be_changed_but_its_scopes_and_its_table_says_what_is_used()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateQuotaAsync(cluster, """{"hard":{"pods":"1"}}""");
        await UsedAsync(cluster, "pods", "0");
        var scopes = await cluster.SendAsync("PATCH", $"{Home}/resourcequotas/q", JsonNode.Parse("""{"spec":{"scopes":["BestEffort"]}}"""), "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, scopes.Status);
        var changed = await cluster.SendAsync("PATCH", $"{Home}/resourcequotas/q", JsonNode.Parse("""{"spec":{"hard":{"pods":"2","limits.memory":"1024Mi"}},"status":{"used":{"pods":"9"}}}"""), "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        await UsedAsync(cluster, "limits.memory", "0");
        var table = await cluster.SendAsync("GET", $"{Home}/resourcequotas", accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        var cells = (JsonArray)table.Json.Items("rows").Single()["cells"]!;
        Assert.Equal(["q", "pods: 0/2", "limits.memory: 0/1Gi"], cells.Take(3).Select(c => c!.GetValue<string>()));
    }
}
