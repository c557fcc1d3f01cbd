using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

public class WriteTests
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Secrets = "/api/v1/namespaces/default/secrets";

    [Fact]
    public async Task A_stale_update_conflicts_and_one_without_a_version_goes_through()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Maps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "m" } });
        var stale = made.DeepClone();
        made["data"] = new JsonObject { ["a"] = "1" };
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("PUT", $"{Maps}/m", made)).Status);
        var conflict = await cluster.SendAsync("PUT", $"{Maps}/m", stale);
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Equal("Operation cannot be fulfilled on configmaps \"m\": the object has been modified; please apply your changes to the latest version and try again", conflict.Json.Text("message"));
        ((JsonObject)stale["metadata"]!).Remove("resourceVersion");
        Assert.Null((await cluster.SendAsync("PUT", $"{Maps}/m", stale)).Json!["data"]);
        stale["metadata"]!["name"] = "other";
        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.SendAsync("PUT", $"{Maps}/m", stale)).Status);
    }

    /// <summary>How the engine unsuspends: only if the Job is still the one meant and still suspended.</summary>
    [Fact]
    public async Task A_json_patch_that_tests_uid_and_suspend_applies_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["suspend"] = true));
        var patch = new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = "/metadata/uid", ["value"] = job.Text("metadata", "uid") },
            new JsonObject { ["op"] = "test", ["path"] = "/spec/suspend", ["value"] = true },
            new JsonObject { ["op"] = "replace", ["path"] = "/spec/suspend", ["value"] = false });
        var first = await cluster.SendAsync("PATCH", $"{Jobs}/j", patch, "application/json-patch+json");
        Assert.Equal((HttpStatusCode.OK, 2L), (first.Status, first.Json.Number("metadata", "generation")));
        var second = await cluster.SendAsync("PATCH", $"{Jobs}/j", patch, "application/json-patch+json");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Invalid"), (second.Status, second.Json.Text("reason")));
    }

    [Fact]
    public async Task A_name_is_given_to_exactly_one_of_many_who_want_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.SendAsync("POST", Secrets, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "guard" } })));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(a => a.Status == HttpStatusCode.Conflict && a.Json.Text("reason") == "AlreadyExists"));
    }

    [Fact]
    public async Task Generated_names_keep_within_a_label()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Maps, new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = new string('x', 70) } });
        Assert.Matches("^x{58}[bcdfghjklmnpqrstvwxz2456789]{5}$", made.Text("metadata", "name")!);
        var nameless = await cluster.SendAsync("POST", Maps, new JsonObject { ["metadata"] = new JsonObject() });
        Assert.Equal("ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required", nameless.Json.Text("message"));
    }

    [Fact]
    public async Task A_dry_run_checks_everything_and_stores_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        var dry = await cluster.SendAsync("POST", $"{Jobs}?dryRun=All", TestJobs.Script("j"));
        Assert.Equal(HttpStatusCode.Created, dry.Status);
        Assert.NotNull(dry.Json.Text("metadata", "uid"));
        Assert.Null(dry.Json.Text("metadata", "resourceVersion"));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", $"{Jobs}/j")).Status);
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        Assert.Equal(HttpStatusCode.Conflict, (await cluster.SendAsync("POST", $"{Jobs}?dryRun=All", TestJobs.Script("j"))).Status);
        await cluster.SendAsync("PATCH", $"{Jobs}/j?dryRun=All", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["x"] = "y" } } }, "application/merge-patch+json");
        await cluster.SendAsync("DELETE", $"{Jobs}/j?dryRun=All&propagationPolicy=Background");
        Assert.Null((await cluster.GetAsync($"{Jobs}/j")).At("metadata", "labels", "x"));
    }

    [Fact]
    public async Task Every_problem_of_a_Job_is_told_at_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = TestJobs.Script("j", change: spec =>
        {
            var container = (JsonObject)spec["template"]!["spec"]!["containers"]![0]!;
            container["env"] = new JsonArray(new JsonObject { ["name"] = "A=B", ["value"] = "x" }, new JsonObject { ["name"] = "C", ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = "s" } } });
            container["imagePullPolicy"] = "Sometimes";
            container["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "2" }, ["limits"] = new JsonObject { ["cpu"] = "500m" } };
            spec["activeDeadlineSeconds"] = -5;
            spec["template"]!["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "h", ["hostPath"] = new JsonObject { ["path"] = "" } });
        });
        var refused = await cluster.SendAsync("POST", Jobs, job);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(
            [
                "spec.activeDeadlineSeconds", "spec.template.spec.volumes[0].hostPath.path", "spec.template.spec.containers[0].env[0].name",
                "spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.key", "spec.template.spec.containers[0].imagePullPolicy",
                "spec.template.spec.containers[0].resources.requests",
            ],
            refused.Json.Items("details", "causes").Select(c => c.Text("field")!));
    }

    [Fact]
    public async Task Secrets_have_their_values_encoded_and_their_size_limited()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Secrets, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "s" },
            ["data"] = new JsonObject { ["a"] = "YQ==" },
            ["stringData"] = new JsonObject { ["b"] = "ü$(X)🚀" },
        });
        Assert.Equal("ü$(X)🚀", Encoding.UTF8.GetString(Convert.FromBase64String(made.Text("data", "b")!)));
        Assert.Null(made["stringData"]);
        JsonObject Sized(string name, int size) => new() { ["metadata"] = new JsonObject { ["name"] = name }, ["stringData"] = new JsonObject { ["v"] = new string('x', size) } };
        await cluster.CreateAsync(Secrets, Sized("fits", 1 << 20));
        var large = await cluster.SendAsync("POST", Secrets, Sized("large", (1 << 20) + 1));
        Assert.Equal("FieldValueTooLong", large.Json.Items("details", "causes").Single().Text("reason"));
        var huge = await cluster.SendAsync("POST", Secrets, Sized("huge", (3 << 20) + 1));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "Request entity too large: limit is 3145728"), (huge.Status, huge.Json.Text("message")));
        var bad = await cluster.SendAsync("POST", Secrets, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "bad" }, ["data"] = new JsonObject { ["a"] = "***" } });
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
    }

    [Theory]
    [InlineData("POST", Maps + "?dryRun=maybe", "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: []string{\"maybe\"}: supported values: \"All\"")]
    [InlineData("DELETE", Maps + "/m?dryRun=maybe", "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: []string{\"maybe\"}: supported values: \"All\"")]
    [InlineData("PUT", Maps + "/m?fieldValidation=no", "UpdateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"no\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"")]
    public async Task Options_that_nobody_knows_are_refused(string method, string path, string message)
    {
        await using var cluster = await TestCluster.StartAsync();
        var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "m" } };
        await cluster.CreateAsync(Maps, map);
        var refused = await cluster.SendAsync(method, path, method == "DELETE" ? null : map);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, message), (refused.Status, refused.Json.Text("message")));
        Assert.Equal("m", (await cluster.GetAsync(Maps + "/m")).Text("metadata", "name"));
    }

    [Fact]
    public async Task Warnings_about_hostile_field_names_are_harmless()
    {
        await using var cluster = await TestCluster.StartAsync();
        var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "m" } };
        for (var i = 0; i < 2_000; i++)
        {
            map[$"🚀\r\n{i}"] = 1;
        }

        var answer = await cluster.SendAsync("POST", Maps, map);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.StartsWith("299 - \"unknown field", answer.Headers["Warning"], StringComparison.Ordinal);
        Assert.InRange(answer.Headers["Warning"].Length, 1, 10_000);
    }

    [Fact]
    public async Task A_status_is_written_through_its_subresource_only()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["suspend"] = true));
        await cluster.WaitForAsync($"{Jobs}/j", j => j.Items("status", "conditions").Any());
        var patch = new JsonObject { ["spec"] = new JsonObject { ["suspend"] = false }, ["status"] = new JsonObject { ["failed"] = 7 } };
        Assert.Null((await cluster.SendAsync("PATCH", $"{Jobs}/j?dryRun=All", patch, "application/merge-patch+json")).Json.At("status", "failed"));
        var status = await cluster.SendAsync("PATCH", $"{Jobs}/j/status?dryRun=All", patch, "application/merge-patch+json");
        Assert.Equal((7L, true), (status.Json.Number("status", "failed"), status.Json.Flag("spec", "suspend")));
    }

    [Fact]
    public async Task Requests_are_told_to_whoever_counts_them()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.SendAsync("POST", Secrets, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "s" } });
        await cluster.GetAsync("/version");
        using var watch = await WatchStream.OpenAsync(cluster, "/api/v1/pods?watch=true");
        await cluster.SendAsync("GET", "/api/v1/namespaces/default/pods/p/log");
        Assert.Equal(
            ["create secrets", "get /version", "watch pods", "get pods/log"],
            cluster.Requests.Select(r => $"{r.Verb} {r.Resource}"));
        Assert.Equal([false, false, true, false], cluster.Requests.Select(r => r.IsWatch));
    }

    [Fact]
    public async Task Every_answer_carries_the_time()
    {
        var clock = new ManualClock(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        Assert.Equal("Tue, 06 May 2031 07:08:09 GMT", (await cluster.SendAsync("GET", "/version")).Headers["Date"]);
        Assert.Equal("Tue, 06 May 2031 07:08:09 GMT", (await cluster.SendAsync("GET", $"{Jobs}/nope")).Headers["Date"]);
    }
}
