using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>LimitRanges over HTTP, in the words of the real server's plugin.</summary>
public class LimitRangeTests
{
    private const string Home = "/api/v1/namespaces/default";

    private static Task<JsonNode> CreateRangeAsync(TestCluster cluster, string item, string name = "l") =>
        cluster.CreateAsync($"{Home}/limitranges", PolicyObjects.WithSpec(name, """{"limits":[ITEM]}""".Replace("ITEM", item, StringComparison.Ordinal)));

    [Fact]
    public async Task What_containers_leave_open_is_filled_and_noted()
    {
        await using var cluster = await TestCluster.StartAsync();
        var range = await CreateRangeAsync(cluster, """{"type":"Container","default":{"cpu":"500m","memory":"64Mi"},"defaultRequest":{"cpu":"100m"},"max":{"ephemeral-storage":"1Gi"}}""");
        var item = range.Items("spec", "limits").Single();
        Assert.Equal("""{"cpu":"500m","ephemeral-storage":"1Gi","memory":"64Mi"}""", Sorted(item["default"]));
        Assert.Equal("""{"cpu":"100m","ephemeral-storage":"1Gi","memory":"64Mi"}""", Sorted(item["defaultRequest"]));
        var pod = await cluster.CreateAsync($"{Home}/pods", PolicyObjects.Pod("p", """{"limits":{"memory":"32Mi"}}""", spec =>
            spec["initContainers"] = new JsonArray(new JsonObject { ["name"] = "init", ["image"] = "host:1" })));
        var main = pod.Items("spec", "containers").Single();
        Assert.Equal("""{"cpu":"500m","ephemeral-storage":"1Gi","memory":"32Mi"}""", Sorted(main.At("resources", "limits")));
        Assert.Equal("""{"cpu":"100m","ephemeral-storage":"1Gi","memory":"32Mi"}""", Sorted(main.At("resources", "requests")));
        Assert.Equal(
            "LimitRanger plugin set: cpu, ephemeral-storage request for container main; cpu, ephemeral-storage limit for container main; "
            + "cpu, ephemeral-storage, memory request for init container init; cpu, ephemeral-storage, memory limit for init container init",
            pod.Text("metadata", "annotations", "kubernetes.io/limit-ranger"));
        Assert.Equal("Burstable", pod.Text("status", "qosClass"));
    }

    [Theory]
    [InlineData("""{"type":"Container","min":{"cpu":"100m"}}""", """{"requests":{"cpu":"50m"}}""", "minimum cpu usage per Container is 100m, but request is 50m")]
    [InlineData("""{"type":"Container","max":{"memory":"64Mi"}}""", """{"limits":{"memory":"128Mi"}}""", "maximum memory usage per Container is 64Mi, but limit is 128Mi")]
    [InlineData("""{"type":"Pod","max":{"memory":"64Mi"}}""", "{}", "maximum memory usage per Pod is 64Mi.  No limit is specified")]
    [InlineData("""{"type":"Pod","min":{"memory":"64Mi"}}""", "{}", "minimum memory usage per Pod is 64Mi.  No request is specified")]
    [InlineData("""{"type":"Pod","max":{"cpu":"1"}}""", """{"limits":{"cpu":"1500m"}}""", "maximum cpu usage per Pod is 1, but limit is 1500m")]
    [InlineData("""{"type":"Container","maxLimitRequestRatio":{"cpu":"2"}}""", """{"requests":{"cpu":"200m"},"limits":{"cpu":"0.5"}}""", "cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000")]
    [InlineData("""{"type":"Container","maxLimitRequestRatio":{"cpu":"2"}}""", "{}", "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0")]
    [InlineData("""{"type":"Container","maxLimitRequestRatio":{"cpu":"2"}}""", """{"requests":{"cpu":"1"}}""", "cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0")]
    [InlineData("""{"type":"Container","min":{"cpu":"1","memory":"1Gi"}}""", """{"requests":{"cpu":"1m","memory":"1Mi"}}""",
        "[minimum cpu usage per Container is 1, but request is 1m, minimum memory usage per Container is 1Gi, but request is 1Mi]")]
    [InlineData("""{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"100m"},"maxLimitRequestRatio":{"cpu":"2"}}""", """{"requests":{"cpu":"0.5"},"limits":{"cpu":"1"}}""", null)]
    public async Task A_pod_must_keep_within_bounds(string item, string resources, string? error)
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateRangeAsync(cluster, item);
        var answer = await cluster.SendAsync("POST", $"{Home}/pods", PolicyObjects.Pod("p", resources));
        Assert.Equal(error is null ? HttpStatusCode.Created : HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(error is null ? null : $"pods \"p\" is forbidden: {error}", answer.Json.Text("message"));
    }

    [Fact]
    public async Task A_claim_must_keep_within_bounds()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateRangeAsync(cluster, """{"type":"PersistentVolumeClaim","min":{"storage":"1Gi"},"max":{"storage":"2Gi"}}""");
        const string Claims = $"{Home}/persistentvolumeclaims";
        var small = await cluster.SendAsync("POST", Claims, PolicyObjects.Claim("c", "1Mi"));
        Assert.Equal("persistentvolumeclaims \"c\" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi", small.Json.Text("message"));
        var large = await cluster.SendAsync("POST", Claims, PolicyObjects.Claim("c", "3Gi"));
        Assert.Equal("persistentvolumeclaims \"c\" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi", large.Json.Text("message"));
        await cluster.CreateAsync(Claims, PolicyObjects.Claim("c", "2Gi"));
        var grow = await cluster.SendAsync("PATCH", $"{Claims}/c", JsonNode.Parse("""{"spec":{"resources":{"requests":{"storage":"3Gi"}}}}"""), "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.Forbidden, grow.Status);
    }

    [Theory]
    [InlineData("""{"type":"Node"}""", "spec.limits[0].type: Invalid value: \"Node\": must be a standard limit type or fully qualified")]
    [InlineData("""{"type":"Pod"},{"type":"Pod"}""", "spec.limits[1].type: Duplicate value: \"Pod\"")]
    [InlineData("""{"type":"Pod","default":{"cpu":"1"}}""", "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'")]
    [InlineData("""{"type":"PersistentVolumeClaim"}""", "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided")]
    [InlineData("""{"type":"Pod","min":{"cpu":"2"},"max":{"cpu":"1"}}""", "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1")]
    [InlineData("""{"type":"Container","default":{"cpu":"2"},"max":{"cpu":"1"},"defaultRequest":{"cpu":"1"}}""", "spec.limits[0].default[cpu]: Invalid value: \"2\": default value 2 is greater than max value 1")]
    [InlineData("""{"type":"Pod","maxLimitRequestRatio":{"cpu":"0.5"}}""", "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1")]
    [InlineData("""{"type":"Pod","min":{"cpu":"1"},"max":{"cpu":"2"},"maxLimitRequestRatio":{"cpu":"3"}}""", "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"3\": ratio 3 is greater than max/min = 2.000000")]
    public async Task A_range_that_contradicts_itself_is_refused(string items, string error)
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await cluster.SendAsync("POST", $"{Home}/limitranges", PolicyObjects.WithSpec("l", """{"limits":[ITEMS]}""".Replace("ITEMS", items, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($"LimitRange \"l\" is invalid: {error}", answer.Json.Text("message"));
    }

    private static string Sorted(JsonNode? map) => new JsonObject(map.TextMembers().OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))).ToJsonString();
}
