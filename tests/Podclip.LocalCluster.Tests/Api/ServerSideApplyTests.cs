using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

public class ServerSideApplyTests
{
    private const string Map = "/api/v1/namespaces/default/configmaps/c";
    private const string Job = "/apis/batch/v1/namespaces/default/jobs/j";
    private const string JobSpec = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: j, labels: {app: demo}}
        spec:
          suspend: true
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: main
                image: busybox:1
                env: [{name: A, value: "1"}, {name: B, value: "2"}]
        """;

    [Fact]
    public async Task Applying_makes_the_object_and_then_changes_nothing_that_is_the_same()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await ApplyAsync(cluster, Job, JobSpec, "a");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        var owner = Assert.Single(made.Json.Items("metadata", "managedFields"));
        Assert.Equal("a Apply batch/v1", $"{owner.Text("manager")} {owner.Text("operation")} {owner.Text("apiVersion")}");
        Assert.Equal(
            """{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{".":{},"f:name":{},"f:image":{},"f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}},"k:{\"name\":\"B\"}":{".":{},"f:name":{},"f:value":{}}}}},"f:restartPolicy":{}}},"f:suspend":{}}}""",
            owner.At("fieldsV1")!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(HttpStatusCode.OK, (await ApplyAsync(cluster, Job, JobSpec, "a")).Status);
        const string Small = "{kind: ConfigMap, apiVersion: v1, data: {b: '1', a: '1'}}";
        made = await ApplyAsync(cluster, Map, Small, "a");
        var again = await ApplyAsync(cluster, Map, Small, "a");
        Assert.Equal(made.Json.Text("metadata", "resourceVersion"), again.Json.Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task What_is_no_longer_applied_goes_unless_another_applies_it_too()
    {
        await using var cluster = await TestCluster.StartAsync();
        await ApplyAsync(cluster, Map, "{kind: ConfigMap, apiVersion: v1, metadata: {labels: {x: '1'}}, data: {a: '1', b: '2', c: '3'}}", "one");
        Assert.Equal(HttpStatusCode.OK, (await ApplyAsync(cluster, Map, "{data: {b: '2'}}", "two")).Status);
        var changed = await ApplyAsync(cluster, Map, "{data: {c: '3'}}", "one");
        Assert.Equal("""{"b":"2","c":"3"}""", changed.Json.At("data")!.ToJsonString());
        Assert.Null(changed.Json.At("metadata", "labels"));
    }

    [Fact]
    public async Task Items_of_lists_with_a_key_come_and_go_one_by_one()
    {
        await using var cluster = await TestCluster.StartAsync();
        await ApplyAsync(cluster, "/api/v1/namespaces/default/serviceaccounts/s", "{kind: ServiceAccount, apiVersion: v1, secrets: [{name: x}, {name: y}]}", "one");
        await ApplyAsync(cluster, "/api/v1/namespaces/default/serviceaccounts/s", "{secrets: [{name: z}]}", "two");
        var changed = await ApplyAsync(cluster, "/api/v1/namespaces/default/serviceaccounts/s", "{secrets: [{name: y}]}", "one");
        Assert.Equal("""[{"name":"y"},{"name":"z"}]""", changed.Json.At("secrets")!.ToJsonString());
    }

    [Fact]
    public async Task A_value_that_another_manages_is_a_conflict_until_it_is_forced()
    {
        await using var cluster = await TestCluster.StartAsync();
        await ApplyAsync(cluster, Job, JobSpec, "one");
        var refused = await ApplyAsync(cluster, Job, JobSpec.Replace("value: \"2\"", "value: \"3\"", StringComparison.Ordinal).Replace("app: demo", "app: other", StringComparison.Ordinal), "two");
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(
            "Apply failed with 2 conflicts: conflicts with \"one\":\n- .metadata.labels.app\n- .spec.template.spec.containers[name=\"main\"].env[name=\"B\"].value",
            refused.Json.Text("message"));
        Assert.Equal("conflict with \"one\"", refused.Json.Items("details", "causes").First().Text("message"));
        await ApplyAsync(cluster, Map, "{kind: ConfigMap, apiVersion: v1, data: {a: '1'}}", "one");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"one\": .data.a", (await ApplyAsync(cluster, Map, "{data: {a: '2'}}", "two")).Json.Text("message"));
        var forced = await ApplyAsync(cluster, Map, "{data: {a: '2'}}", "two", "&force=true");
        Assert.Equal("2", forced.Json.Text("data", "a"));
        Assert.Equal("two", Assert.Single(forced.Json.Items("metadata", "managedFields")).Text("manager"));
    }

    [Fact]
    public async Task A_patch_takes_its_fields_from_who_applied_them()
    {
        await using var cluster = await TestCluster.StartAsync();
        await ApplyAsync(cluster, Map, "{kind: ConfigMap, apiVersion: v1, data: {a: '1', b: '1'}}", "one");
        await cluster.SendAsync("PATCH", Map + "?fieldManager=editor", new JsonObject { ["data"] = new JsonObject { ["a"] = "5" } }, "application/merge-patch+json");
        var refused = await ApplyAsync(cluster, Map, "{data: {a: '1', b: '1'}}", "one");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"editor\" using v1: .data.a", refused.Json.Text("message"));
        var agreed = await ApplyAsync(cluster, Map, "{data: {a: '5', b: '1'}}", "one");
        Assert.Equal(HttpStatusCode.OK, agreed.Status);
    }

    [Fact]
    public async Task What_was_there_before_the_first_apply_is_kept_and_guarded()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces/default/configmaps", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "c" }, ["data"] = new JsonObject { ["a"] = "1" } });
        Assert.Contains("conflict with \"before-first-apply\" using v1: .data.a", (await ApplyAsync(cluster, Map, "{data: {a: '2'}}", "one")).Json.Text("message"), StringComparison.Ordinal);
        var applied = await ApplyAsync(cluster, Map, "{data: {b: '2'}}", "one");
        Assert.Equal("""{"a":"1","b":"2"}""", applied.Json.At("data")!.ToJsonString());
    }

    [Fact]
    public async Task A_dry_run_stores_nothing_and_bad_requests_are_told_apart()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await ApplyAsync(cluster, Map, "{data: {a: '1'}}", "one", "&dryRun=All")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", Map)).Status);
        var nameless = await SendAsync(cluster, Map, "{data: {a: '1'}}");
        Assert.Equal(422, (int)nameless.Status);
        Assert.Equal("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch", nameless.Json.Text("message"));
        Assert.Equal(HttpStatusCode.BadRequest, (await ApplyAsync(cluster, Map, "a: [", "one")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ApplyAsync(cluster, Map, "{metadata: {name: other}}", "one")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ApplyAsync(cluster, Map, "{metadata: {managedFields: [{manager: x}]}}", "one")).Status);
        var forced = await cluster.SendAsync("PATCH", Map + "?force=true", new JsonObject(), "application/merge-patch+json");
        Assert.Contains("force: Forbidden: may not be specified for non-apply patch", forced.Json.Text("message"), StringComparison.Ordinal);
    }

    private static Task<ApiAnswer> ApplyAsync(TestCluster cluster, string path, string yaml, string manager, string more = "") =>
        SendAsync(cluster, $"{path}?fieldManager={manager}{more}", yaml);

    private static async Task<ApiAnswer> SendAsync(TestCluster cluster, string path, string yaml)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(yaml, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml");
        using var response = await cluster.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }
}
