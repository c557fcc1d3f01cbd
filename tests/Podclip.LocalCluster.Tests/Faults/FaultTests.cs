using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Faults;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Faults;

/// <summary>Each fault, as a client sees it.</summary>
public sealed class FaultTests
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Pods = "/api/v1/namespaces/default/pods";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_comes_as_often_as_it_is_to_and_says_when_to_come_back()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "match": { "resource": "configmaps", "verb": "list" }, "fault": { "kind": "refuse", "status": 429, "retryAfterSeconds": 3 }, "skip": 1, "times": 1 } ] }""");
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
        var refused = await cluster.SendAsync("GET", Maps);
        Assert.Equal((HttpStatusCode.TooManyRequests, "3", "TooManyRequests"), (refused.Status, refused.Headers["Retry-After"], refused.Json.Text("reason")));
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
    }

    [Fact]
    public async Task A_reset_does_nothing_and_a_lost_answer_does_it()
    {
        await using var cluster = await StartAsync("""
            { "requests": [
              { "match": { "verb": "create" }, "fault": { "kind": "reset" }, "times": 1 },
              { "match": { "verb": "create" }, "fault": { "kind": "loseAnswer" }, "times": 1 } ] }
            """);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.SendAsync("POST", Maps, Map("first")));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cluster.SendAsync("POST", Maps, Map("second")));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", $"{Maps}/first")).Status);
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", $"{Maps}/second")).Status);
    }

    [Fact]
    public async Task A_duplicate_is_done_twice_and_the_second_answer_comes()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "match": { "verb": "create" }, "fault": { "kind": "duplicate" }, "times": 1 } ] }""");
        var answer = await cluster.SendAsync("POST", Maps, Map("twice"));
        Assert.Equal((HttpStatusCode.Conflict, "AlreadyExists"), (answer.Status, answer.Json.Text("reason")));
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", $"{Maps}/twice")).Status);
    }

    [Fact]
    public async Task A_request_that_hangs_is_never_answered()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "match": { "name": "hung" }, "fault": { "kind": "hang" } } ] }""");
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.Client.GetAsync(new Uri($"{Maps}/hung", UriKind.Relative), patience.Token));
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
    }

    [Fact]
    public async Task A_delayed_request_is_answered()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "fault": { "kind": "delay", "milliseconds": 50, "jitterMilliseconds": 50 } } ] }""");
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
    }

    [Fact]
    public async Task A_connection_that_is_told_to_go_away_answers_first()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "fault": { "kind": "goAway" }, "times": 1 } ] }""");
        var answer = await cluster.SendAsync("GET", Maps);
        Assert.Equal((HttpStatusCode.OK, "close"), (answer.Status, answer.Headers.GetValueOrDefault("Connection")));
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
    }

    [Fact]
    public async Task A_watch_expires_after_its_events_and_ends()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "match": { "verb": "watch", "resource": "configmaps" }, "fault": { "kind": "expire", "afterEvents": 1 } } ] }""");
        await cluster.CreateAsync(Maps, Map("one"));
        using var watch = await WatchStream.OpenAsync(cluster, $"{Maps}?watch=1&fieldSelector=metadata.name%3Done");
        Assert.Equal("ADDED one", WatchStream.Short((await watch.NextAsync())!));
        var error = await watch.NextAsync();
        Assert.Equal(("ERROR", "Expired", "410"), (error.Text("type"), error.Text("object", "reason"), error!["object"]!["code"]!.ToString()));
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task A_silent_watch_stays_open_and_says_nothing()
    {
        await using var cluster = await StartAsync("""{ "requests": [ { "match": { "verb": "watch" }, "fault": { "kind": "silence" } } ] }""");
        using var watch = await WatchStream.OpenAsync(cluster, $"{Maps}?watch=1&fieldSelector=metadata.name%3Done");
        await cluster.CreateAsync(Maps, Map("one"));
        var next = watch.NextAsync();
        await Task.Delay(300, Token);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_log_is_cut_in_the_middle_of_a_line()
    {
        await using var cluster = await StartWithLogAsync("""{ "requests": [ { "match": { "resource": "pods/log" }, "fault": { "kind": "cut", "afterBytes": 8 } } ] }""");
        using var answer = await cluster.Client.GetAsync(new Uri($"{Pods}/p/log", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        await using var log = await answer.Content.ReadAsStreamAsync(Token);
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<Exception>(() => log.CopyToAsync(read, Token));

        // A cut connection may lose what was on its way.
        Assert.StartsWith(Encoding.UTF8.GetString(read.ToArray()), "line 1\nl", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_read_on_can_lack_lines_and_begin_too_early()
    {
        const string since = "?sinceTime=2026-01-01T00%3A00%3A10Z";
        await using var cluster = await StartWithLogAsync("""
            { "requests": [
              { "match": { "resource": "pods/log" }, "fault": { "kind": "loseLines", "lines": 2 }, "times": 2 },
              { "match": { "resource": "pods/log" }, "fault": { "kind": "repeatLines", "seconds": 4 } } ] }
            """);
        Assert.Equal("line 1\nline 2\nline 3\n", (await cluster.SendAsync("GET", $"{Pods}/p/log")).Text);
        Assert.Equal("line 3\n", (await cluster.SendAsync("GET", $"{Pods}/p/log{since}")).Text);
        await cluster.SendAsync("GET", $"{Pods}/p/log{since}");
        Assert.Equal(DateTimeOffset.Parse("2026-01-01T00:00:06Z", System.Globalization.CultureInfo.InvariantCulture), cluster.Kubelet.LastQuery!.Since);
    }

    [Fact]
    public async Task A_lost_node_takes_its_pod_and_holds_it()
    {
        await using var cluster = await StartWithLogAsync("""{ "pods": [ { "name": "p*", "kind": "loseNode", "forSeconds": 60 } ] }""");
        var pod = await cluster.WaitForAsync($"{Pods}/p", p => p.Text("metadata", "deletionTimestamp") is not null);
        Assert.Equal("DeletionByTaintManager", pod["status"]!["conditions"]!.AsArray().Single(c => c.Text("type") == "DisruptionTarget").Text("reason"));
        cluster.Kubelet.Confirm("default", "p");
        Assert.NotNull((await cluster.GetAsync($"{Pods}/p")).Text("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task A_stuck_pod_goes_in_the_end()
    {
        await using var cluster = await StartWithLogAsync("""{ "pods": [ { "kind": "stickTerminating", "forSeconds": 0.2 } ] }""");
        await cluster.WaitForAsync($"{Pods}/p", p => p.Text("metadata", "deletionTimestamp") is not null);
        cluster.Kubelet.Confirm("default", "p");
        await cluster.WaitForAsync(Pods, pods => pods["items"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Scripts_are_changed_and_told_over_HTTP_by_the_clusters_owner_alone()
    {
        await using var cluster = await StartAsync("{}");
        var script = JsonNode.Parse("""{ "requests": [ { "match": { "resource": "configmaps" }, "fault": { "kind": "refuse", "status": 503 } } ] }""");
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("PUT", "/podclip/faults", script)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.SendAsync("GET", Maps)).Status);
        Assert.Equal(1, (int)(await cluster.GetAsync("/podclip/faults"))["happened"]![0]!);
        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.SendAsync("PUT", "/podclip/faults", JsonNode.Parse("""{ "faults": 1 }"""))).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.SendAsync("GET", Maps)).Status);
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("DELETE", "/podclip/faults")).Status);
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", Maps)).Status);
        using var stranger = cluster.NewClient();
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(new Uri("/podclip/faults", UriKind.Relative), Token)).StatusCode);
    }

    private static JsonObject Map(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    private static async Task<TestCluster> StartAsync(string script)
    {
        var cluster = await TestCluster.StartAsync();
        cluster.Cluster.UseFaults(FaultScript.Parse(Encoding.UTF8.GetBytes(script)));
        return cluster;
    }

    private static async Task<TestCluster> StartWithLogAsync(string script)
    {
        var cluster = await StartAsync(script);
        cluster.Kubelet.Log = "line 1\nline 2\nline 3\n";
        await cluster.CreateAsync(Pods, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "p" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "x" }) },
        });
        await cluster.WaitForAsync($"{Pods}/p", p => p.Text("spec", "nodeName") is not null);
        cluster.Kubelet.SetRunning("default", "p");
        return cluster;
    }
}
