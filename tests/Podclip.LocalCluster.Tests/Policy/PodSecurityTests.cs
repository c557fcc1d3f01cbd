using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Api;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>Pod Security admission over HTTP, as the <c>psa-*</c> recordings show it.</summary>
public class PodSecurityTests
{
    private const string Namespaces = "/api/v1/namespaces";
    private const string Pods = "/api/v1/namespaces/wire-psa/pods";

    private static Task<JsonNode> CreateNamespaceAsync(TestCluster cluster, params (string Label, string Value)[] labels) =>
        cluster.CreateAsync(Namespaces, Namespace(labels));

    private static JsonObject Namespace(params (string Label, string Value)[] labels) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "wire-psa",
            ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create($"pod-security.kubernetes.io/{l.Label}", (JsonNode?)l.Value))),
        },
    };

    private static JsonObject Pod(string name, JsonObject? securityContext = null) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "host:1", ["securityContext"] = securityContext }) },
    };

    [Fact]
    public async Task What_a_real_server_said_of_pods_and_Jobs_in_a_restricted_namespace_is_said_here()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateNamespaceAsync(cluster, ("enforce", "restricted"));
        await RecordedExchange.PlayAsync(cluster, "psa-job-dryrun-violating");
        await RecordedExchange.PlayAsync(cluster, "psa-job-dryrun-conforming");
        await RecordedExchange.PlayAsync(cluster, "psa-pod-dryrun-violating-403");
    }

    [Fact]
    public async Task A_Job_whose_pods_are_refused_says_so_again_and_again_and_does_not_end()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateNamespaceAsync(cluster, ("enforce", "restricted"));
        await cluster.CreateAsync("/apis/batch/v1/namespaces/wire-psa/jobs", WireRecording.Load("psa-job-dryrun-violating").Body!.DeepClone());
        var recorded = WireRecording.Load("psa-events-failedcreate");
        var events = await cluster.WaitForAsync(recorded.Path, list => list.Items("items").Count() >= 3);
        Assert.Equal(recorded.Answer.Items("items").Select(RecordedExchange.Alike), events.Items("items").Take(3).Select(RecordedExchange.Alike));
        await RecordedExchange.PlayAsync(cluster, "psa-job-get-violating");
        Assert.Empty((await cluster.GetAsync(Pods)).Items("items"));
    }

    [Fact]
    public async Task What_is_not_enforced_is_warned_of()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateNamespaceAsync(cluster, ("enforce", "baseline"), ("warn", "restricted"), ("warn-version", "v1.7"), ("audit", "restricted"));
        var made = await cluster.SendAsync("POST", Pods, Pod("p", new JsonObject { ["runAsNonRoot"] = false }));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("299 - \"would violate PodSecurity \\\"restricted:v1.7\\\": runAsNonRoot != true (container \\\"main\\\" must not set securityContext.runAsNonRoot=false)\"", made.Headers["Warning"]);
        var refused = await cluster.SendAsync("POST", Pods, Pod("q", new JsonObject { ["privileged"] = true }));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("pods \"q\" is forbidden: violates PodSecurity \"baseline:latest\": privileged (container \"main\" must not set securityContext.privileged=true)", refused.Json.Text("message"));
        Assert.DoesNotContain("Warning", refused.Headers.Keys);
        var quiet = await cluster.SendAsync("POST", Pods, Pod("r", new JsonObject { ["runAsNonRoot"] = true }));
        Assert.DoesNotContain("Warning", quiet.Headers.Keys);
    }

    [Fact]
    public async Task A_changed_image_is_looked_at_anew_and_nothing_else_is()
    {
        await using var cluster = await TestCluster.StartAsync();
        await CreateNamespaceAsync(cluster);
        await cluster.CreateAsync(Pods, Pod("p", new JsonObject { ["privileged"] = true }));
        var stricter = await cluster.SendAsync("PATCH", $"{Namespaces}/wire-psa", Namespace(("enforce", "baseline")), "application/merge-patch+json");
        Assert.Equal(
            "299 - \"existing pods in namespace \\\"wire-psa\\\" violate the new PodSecurity enforce level \\\"baseline:latest\\\"\", 299 - \"p: privileged\"",
            stricter.Headers["Warning"]);
        var label = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["a"] = "b" } } };
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("PATCH", $"{Pods}/p", label, "application/merge-patch+json")).Status);
        var image = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/spec/containers/0/image", ["value"] = "host:2" });
        Assert.Equal(HttpStatusCode.Forbidden, (await cluster.SendAsync("PATCH", $"{Pods}/p", image, "application/json-patch+json")).Status);
        var laxer = await cluster.SendAsync("PATCH", $"{Namespaces}/wire-psa", Namespace(("enforce", "privileged")), "application/merge-patch+json");
        Assert.DoesNotContain("Warning", laxer.Headers.Keys);
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("PATCH", $"{Pods}/p", image, "application/json-patch+json")).Status);
    }

    [Theory]
    [InlineData("enforce", "strict", "must be one of privileged, baseline, restricted")]
    [InlineData("audit", "", "must be one of privileged, baseline, restricted")]
    [InlineData("warn", "Restricted", "must be one of privileged, baseline, restricted")]
    [InlineData("enforce-version", "1.32", "must be \"latest\" or \"v1.x\"")]
    [InlineData("audit-version", "v1.03", "must be \"latest\" or \"v1.x\"")]
    [InlineData("warn-version", "v2.1", "must be \"latest\" or \"v1.x\"")]
    public async Task A_label_that_says_nothing_is_refused(string label, string value, string detail)
    {
        await using var cluster = await TestCluster.StartAsync();
        var refused = await cluster.SendAsync("POST", Namespaces, Namespace((label, value)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal($"Namespace \"wire-psa\" is invalid: metadata.labels[pod-security.kubernetes.io/{label}]: Invalid value: \"{value}\": {detail}", refused.Json.Text("message"));
        await CreateNamespaceAsync(cluster, ("enforce", "baseline"));
        var patched = await cluster.SendAsync("PATCH", $"{Namespaces}/wire-psa", Namespace((label, value)), "application/merge-patch+json");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, patched.Status);
    }
}
