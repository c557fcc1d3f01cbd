using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>PodDisruptionBudgets: what they say of their pods, and what evictions they allow.</summary>
public class DisruptionBudgetTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    private static JsonObject Budget(string name, string numbers) => PolicyObjects.WithSpec(name, """{"selector":{"matchLabels":{"app":"a"}},NUMBERS}""".Replace("NUMBERS", numbers, StringComparison.Ordinal));

    private static async Task RunAsync(TestCluster cluster, params string[] names)
    {
        foreach (var name in names)
        {
            await cluster.CreateAsync(Pods, PolicyObjects.Pod(name));
            await cluster.WaitForAsync($"{Pods}/{name}", pod => pod.Text("spec", "nodeName") is not null);
            cluster.Kubelet.SetRunning("default", name);
        }
    }

    private static Task<ApiAnswer> EvictAsync(TestCluster cluster, string name, string query = "") => cluster.SendAsync("POST", $"{Pods}/{name}/eviction{query}", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });

    private static string Short(JsonNode budget) => FormattableString.Invariant(
        $"{budget.Number("status", "expectedPods")} expected, {budget.Number("status", "currentHealthy")}/{budget.Number("status", "desiredHealthy")} healthy, {budget.Number("status", "disruptionsAllowed")} allowed, {budget.Items("status", "conditions").SingleOrDefault().Text("reason")}");

    private static Task<JsonNode> StatusAsync(TestCluster cluster, string name, string status) => cluster.WaitForAsync($"{Budgets}/{name}", budget => Short(budget) == status);

    [Fact]
    public async Task An_eviction_that_the_budget_does_not_allow_is_answered_as_a_real_server_answers_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "wire2" } });
        await cluster.CreateAsync("/api/v1/namespaces/wire2/pods", PolicyObjects.Pod("pdbpod"));
        await cluster.WaitForAsync("/api/v1/namespaces/wire2/pods/pdbpod", pod => pod.Text("spec", "nodeName") is not null);
        cluster.Kubelet.SetRunning("wire2", "pdbpod");
        const string Path = "/apis/policy/v1/namespaces/wire2/poddisruptionbudgets";
        await cluster.CreateAsync(Path, Budget("pdb", "\"minAvailable\":1"));
        await cluster.WaitForAsync($"{Path}/pdb", budget => budget.Number("status", "currentHealthy") == 1);
        await RecordedExchange.PlayAsync(cluster, "pod-eviction-429-pdb");
        Assert.Null((await cluster.GetAsync("/api/v1/namespaces/wire2/pods/pdbpod")).Text("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task Evictions_use_the_budget_up_and_it_recovers()
    {
        await using var cluster = await TestCluster.StartAsync();
        await RunAsync(cluster, "a", "b", "c");
        var made = await cluster.CreateAsync(Budgets, Budget("pdb", "\"minAvailable\":2"));
        Assert.Equal(1, made.Number("metadata", "generation"));
        await StatusAsync(cluster, "pdb", "3 expected, 3/2 healthy, 1 allowed, SufficientPods");
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(cluster, "a", "?dryRun=All")).Status);
        Assert.Equal(1, (await cluster.GetAsync($"{Budgets}/pdb")).Number("status", "disruptionsAllowed"));
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(cluster, "a")).Status);
        var refused = await EvictAsync(cluster, "b");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.DoesNotContain("Retry-After", refused.Headers.Keys);
        await StatusAsync(cluster, "pdb", "3 expected, 2/2 healthy, 0 allowed, InsufficientPods");
        cluster.Kubelet.Confirm("default", "a");
        await StatusAsync(cluster, "pdb", "2 expected, 2/2 healthy, 0 allowed, InsufficientPods");
        await RunAsync(cluster, "d");
        var recovered = await StatusAsync(cluster, "pdb", "3 expected, 3/2 healthy, 1 allowed, SufficientPods");
        Assert.Equal(1, recovered.Number("status", "observedGeneration"));
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(cluster, "b")).Status);
    }

    [Fact]
    public async Task A_pod_that_was_to_go_and_did_not_is_counted_again_after_two_minutes()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        await RunAsync(cluster, "a", "b");
        await cluster.CreateAsync(Budgets, Budget("pdb", "\"minAvailable\":1"));
        await StatusAsync(cluster, "pdb", "2 expected, 2/1 healthy, 1 allowed, SufficientPods");
        var written = new JsonObject { ["status"] = new JsonObject { ["disruptedPods"] = new JsonObject { ["a"] = clock.GetUtcNow().ToWireTime() } } };
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("PATCH", $"{Budgets}/pdb/status", written, "application/merge-patch+json")).Status);
        await StatusAsync(cluster, "pdb", "2 expected, 1/1 healthy, 0 allowed, InsufficientPods");
        clock.Advance(TimeSpan.FromSeconds(125));
        await cluster.SendAsync("PATCH", $"{Pods}/b", JsonNode.Parse("""{"metadata":{"labels":{"again":"1"}}}"""), "application/merge-patch+json");
        var budget = await StatusAsync(cluster, "pdb", "2 expected, 2/1 healthy, 1 allowed, SufficientPods");
        Assert.Null(budget.At("status", "disruptedPods"));
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_costs_nothing_where_that_is_allowed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await RunAsync(cluster, "a", "b");
        await cluster.CreateAsync(Budgets, Budget("pdb", "\"minAvailable\":2"));
        await StatusAsync(cluster, "pdb", "2 expected, 2/2 healthy, 0 allowed, InsufficientPods");
        cluster.Cluster.Store.Update(ResourceNames.Pods, "default", "b", pod =>
        {
            pod.Child("status")["conditions"] = new JsonArray();
            return true;
        });
        await StatusAsync(cluster, "pdb", "2 expected, 1/2 healthy, 0 allowed, InsufficientPods");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await EvictAsync(cluster, "b")).Status);
        await cluster.SendAsync("PATCH", $"{Budgets}/pdb", JsonNode.Parse("""{"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"}}"""), "application/merge-patch+json");
        await cluster.WaitForAsync($"{Budgets}/pdb", budget => budget.Number("status", "observedGeneration") == 2);
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(cluster, "b")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await EvictAsync(cluster, "a")).Status);
    }

    [Fact]
    public async Task Two_budgets_for_a_pod_are_one_too_many_and_ended_pods_need_none()
    {
        await using var cluster = await TestCluster.StartAsync();
        await RunAsync(cluster, "a", "b");
        await cluster.CreateAsync(Budgets, Budget("one", "\"minAvailable\":2"));
        await cluster.CreateAsync(Budgets, Budget("two", "\"minAvailable\":2"));
        var refused = await EvictAsync(cluster, "a");
        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Equal("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.", refused.Json.Text("message"));
        cluster.Kubelet.SetEnded("default", "b", 0);
        Assert.Equal(HttpStatusCode.Created, (await EvictAsync(cluster, "b")).Status);
    }

    [Fact]
    public async Task Pods_of_Jobs_have_no_scale_to_be_a_share_of()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/apis/batch/v1/namespaces/default/jobs", TestJobs.Script("j", change: spec => spec["template"]!["metadata"] = JsonNode.Parse("""{"labels":{"app":"a"}}""")));
        await cluster.CreateAsync(Budgets, Budget("pdb", "\"maxUnavailable\":1"));
        var budget = await cluster.WaitForAsync($"{Budgets}/pdb", b => b.Items("status", "conditions").SingleOrDefault().Text("reason") == "SyncFailed");
        Assert.Equal("jobs.batch does not implement the scale subresource", budget.Items("status", "conditions").Single().Text("message"));
    }

    [Theory]
    [InlineData("""{"minAvailable":2}""", 5, 0, "5/2")]
    [InlineData("""{"minAvailable":"50%"}""", 5, 5, "5/3")]
    [InlineData("""{"minAvailable":"100%"}""", 1, 3, "3/3")]
    [InlineData("""{"maxUnavailable":1}""", 0, 4, "4/3")]
    [InlineData("""{"maxUnavailable":"30%"}""", 0, 10, "10/7")]
    [InlineData("""{"maxUnavailable":"25%"}""", 0, 5, "5/3")]
    [InlineData("""{"maxUnavailable":9}""", 0, 4, "4/0")]
    [InlineData("{}", 3, 3, "0/0")]
    public void Numbers_and_shares_mean_what_they_mean_to_a_real_controller(string spec, int pods, int scale, string expected)
    {
        var target = DisruptionTarget.Of(JsonNode.Parse(spec), pods, () => scale);
        Assert.Equal(expected, FormattableString.Invariant($"{target.Expected}/{target.DesiredHealthy}"));
        Assert.Equal(target.Expected == 0 ? 0 : 9 - target.DesiredHealthy, target.Allowed(9));
        Assert.Equal(0, target.Allowed(0));
    }

    [Theory]
    [InlineData("\"minAvailable\":\"101%\"", "spec.minAvailable: Invalid value: \"101%\": must not be greater than 100%")]
    [InlineData("\"minAvailable\":-1", "spec.minAvailable: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("\"maxUnavailable\":\"many\"", "spec.maxUnavailable: Invalid value: \"many\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")]
    [InlineData("\"unhealthyPodEvictionPolicy\":\"Never\"", "spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: \"AlwaysAllow\", \"IfHealthyBudget\"")]
    public async Task A_budget_that_makes_no_sense_is_refused(string numbers, string error)
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await cluster.SendAsync("POST", Budgets, Budget("pdb", numbers));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($"PodDisruptionBudget.policy \"pdb\" is invalid: {error}", answer.Json.Text("message"));
        var both = await cluster.SendAsync("POST", Budgets, Budget("pdb", "\"minAvailable\":1,\"maxUnavailable\":1"));
        Assert.Contains("minAvailable and maxUnavailable cannot be both set", both.Json.Text("message"), StringComparison.Ordinal);
    }
}
