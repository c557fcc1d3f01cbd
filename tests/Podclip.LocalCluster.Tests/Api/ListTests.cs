using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

public class ListTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string TableForm = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private static JsonObject Secret(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["n"] = name } } };

    private static IEnumerable<string> Names(JsonNode? list) => list.Items("items").Select(i => i.Text("metadata", "name")!);

    [Fact]
    public async Task Pages_are_of_one_version_whatever_happens_in_between()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await cluster.CreateAsync(Secrets, Secret(name));
        }

        var first = await cluster.GetAsync($"{Secrets}?limit=2");
        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(3, first.Number("metadata", "remainingItemCount"));
        await cluster.SendAsync("DELETE", $"{Secrets}/c");
        await cluster.CreateAsync(Secrets, Secret("ca"));
        var second = await cluster.GetAsync($"{Secrets}?limit=2&continue={first.Text("metadata", "continue")}");
        Assert.Equal(["c", "d"], Names(second));
        Assert.Equal(first.Text("metadata", "resourceVersion"), second.Text("metadata", "resourceVersion"));
        var last = await cluster.GetAsync($"{Secrets}?limit=2&continue={second.Text("metadata", "continue")}");
        Assert.Equal(["e"], Names(last));
        Assert.Null(last.At("metadata", "continue"));
        Assert.Equal(["a", "b", "ca", "d", "e"], Names(await cluster.GetAsync(Secrets)));
    }

    [Fact]
    public async Task A_continue_token_from_before_a_restart_is_expired_and_offers_an_inconsistent_rest()
    {
        var directory = Directory.CreateTempSubdirectory("podclip-cluster-").FullName;
        try
        {
            string token;
            await using (var cluster = await TestCluster.StartAsync(directory))
            {
                await cluster.CreateAsync(Secrets, Secret("a"));
                await cluster.CreateAsync(Secrets, Secret("b"));
                token = (await cluster.GetAsync($"{Secrets}?limit=1")).Text("metadata", "continue")!;
                await cluster.CreateAsync(Secrets, Secret("c"));
            }

            await using var again = await TestCluster.StartAsync(directory);
            await again.CreateAsync(Secrets, Secret("d"));
            var expired = await again.SendAsync("GET", $"{Secrets}?limit=1&continue={token}");
            Assert.Equal(HttpStatusCode.Gone, expired.Status);
            Assert.Equal("Expired", expired.Json.Text("reason"));
            var rest = await again.GetAsync($"{Secrets}?continue={expired.Json.Text("metadata", "continue")}");
            Assert.Equal(["b", "c", "d"], Names(rest));
            Assert.Equal(HttpStatusCode.Gone, (await again.SendAsync("GET", $"{Secrets}?resourceVersion=1&resourceVersionMatch=Exact")).Status);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Theory]
    [InlineData("n=a", "a")]
    [InlineData("n==a", "a")]
    [InlineData("n!=a", "b,c")]
    [InlineData("n in (a,c)", "a,c")]
    [InlineData("n notin (a,c)", "b")]
    [InlineData("n,n!=b", "a,c")]
    [InlineData("!n", "")]
    [InlineData("n=", "")]
    public async Task Labels_select(string selector, string expected)
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await cluster.CreateAsync(Secrets, Secret(name));
        }

        Assert.Equal(expected, string.Join(',', Names(await cluster.GetAsync($"{Secrets}?labelSelector={Uri.EscapeDataString(selector)}"))));
    }

    [Fact]
    public async Task Jobs_and_pods_are_listed_as_the_tables_kubectl_knows()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/apis/batch/v1/namespaces/default/jobs", TestJobs.Script("j"));
        var pods = await cluster.WaitForAsync("/api/v1/namespaces/default/pods", l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
        var pod = pods.Items("items").Single().Text("metadata", "name")!;
        cluster.Kubelet.SetEnded("default", pod, 2);
        await cluster.WaitForAsync("/apis/batch/v1/namespaces/default/jobs/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        var jobTable = (await cluster.SendAsync("GET", "/apis/batch/v1/namespaces/default/jobs", accept: TableForm)).Json!;
        Assert.Equal(["Name", "Status", "Completions", "Duration", "Age", "Containers", "Images", "Selector"], jobTable.Items("columnDefinitions").Select(c => c.Text("name")!));
        Assert.Equal(["j", "Failed", "0/1"], jobTable.Items("rows").Single().Texts("cells").Take(3));
        Assert.Equal("PartialObjectMetadata", jobTable.Items("rows").Single().Text("object", "kind"));
        var podTable = (await cluster.SendAsync("GET", "/api/v1/pods", accept: TableForm)).Json!;
        var row = podTable.Items("rows").Single();
        Assert.Equal([pod, "0/1", "Error", "0"], row.Texts("cells").Take(4));
        Assert.Equal("Failed", row.Items("conditions").Single().Text("reason"));
    }

    [Fact]
    public async Task Discovery_is_served_plain_and_aggregated_with_a_tag()
    {
        await using var cluster = await TestCluster.StartAsync();
        var batch = await cluster.GetAsync("/apis/batch/v1");
        Assert.Equal(["jobs", "jobs/status"], batch.Items("resources").Select(r => r.Text("name")!));
        Assert.Equal("v1", (await cluster.GetAsync("/api")).Texts("versions").Single());
        Assert.Contains("batch", (await cluster.GetAsync("/apis")).Items("groups").Select(g => g.Text("name")));
        const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        var answer = await cluster.SendAsync("GET", "/api", accept: Aggregated);
        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", answer.ContentType);
        var pods = answer.Json.Items("items").Single().Items("versions").Single().Items("resources").Single(r => r.Text("resource") == "pods");
        Assert.Superset(new HashSet<string>(["log", "status"]), pods.Items("subresources").Select(s => s.Text("subresource")!).ToHashSet());
        using var conditional = new HttpRequestMessage(HttpMethod.Get, "/api");
        conditional.Headers.TryAddWithoutValidation("Accept", Aggregated);
        conditional.Headers.TryAddWithoutValidation("If-None-Match", answer.Headers["ETag"]);
        using var unchanged = await cluster.Client.SendAsync(conditional, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }
}
