using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

public class LogTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    private static JsonObject Pod(string name, params string[] containers) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["initContainers"] = new JsonArray(new JsonObject { ["name"] = "ini", ["image"] = "x" }),
            ["containers"] = new JsonArray([.. containers.Select(c => (JsonNode)new JsonObject { ["name"] = c, ["image"] = "x" })]),
        },
    };

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Pods, Pod("p", "main"));
        await cluster.WaitForAsync($"{Pods}/p", p => p.Text("spec", "nodeName") is not null);
        return cluster;
    }

    [Theory]
    [InlineData("?container=nope", 400, "container nope is not valid for pod p")]
    [InlineData("?container=main&previous=true", 400, "previous terminated container \"main\" in pod \"p\" not found")]
    [InlineData("?sinceTime=abc", 400, "parsing time \"abc\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"abc\" as \"2006\"")]
    [InlineData("?limitBytes=0", 422, "PodLogOptions \"p\" is invalid: limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("?sinceSeconds=0", 422, "PodLogOptions \"p\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("?tailLines=-1", 422, "PodLogOptions \"p\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("?sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z", 422, "PodLogOptions \"p\" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified")]
    public async Task Wrong_parameters_are_refused_in_the_real_servers_words(string query, int status, string message)
    {
        await using var cluster = await StartAsync();
        cluster.Kubelet.SetRunning("default", "p");
        var answer = await cluster.SendAsync("GET", $"{Pods}/p/log{query}");
        Assert.Equal((status, message), ((int)answer.Status, answer.Json.Text("message")));
    }

    [Theory]
    [InlineData("ContainerCreating", "ContainerCreating")]
    [InlineData("PodInitializing", "PodInitializing")]
    [InlineData("CreateContainerConfigError", "CreateContainerConfigError")]
    [InlineData("ErrImageNeverPull", "ErrImageNeverPull")]
    [InlineData("ImagePullBackOff", "trying and failing to pull image")]
    [InlineData("ErrImagePull", "trying and failing to pull image")]
    public async Task A_container_that_waits_says_why(string reason, string said)
    {
        await using var cluster = await StartAsync();
        cluster.Kubelet.SetWaiting("default", "p", reason);
        var answer = await cluster.SendAsync("GET", $"{Pods}/p/log?container=main&follow=true");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal($"container \"main\" in pod \"p\" is waiting to start: {said}", answer.Json.Text("message"));
    }

    [Fact]
    public async Task One_of_several_containers_must_be_named_and_a_missing_pod_is_not_found()
    {
        await using var cluster = await StartAsync();
        await cluster.CreateAsync(Pods, Pod("two", "main", "side"));
        var unnamed = await cluster.SendAsync("GET", $"{Pods}/two/log");
        Assert.Equal("a container name must be specified for pod two, choose one of: [ini main side]", unnamed.Json.Text("message"));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", $"{Pods}/nope/log")).Status);
    }

    [Fact]
    public async Task An_unscheduled_pod_has_no_content()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pod = Pod("stuck", "main");
        pod["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "nope" } });
        await cluster.CreateAsync(Pods, pod);
        var answer = await cluster.SendAsync("GET", $"{Pods}/stuck/log");
        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Text));
    }

    /// <summary>A clean end would tell the follower that the container has ended.</summary>
    [Fact]
    public async Task Stopping_the_cluster_cuts_a_followed_log()
    {
        var cluster = await StartAsync();
        cluster.Kubelet.SetRunning("default", "p");
        (cluster.Kubelet.Log, cluster.Kubelet.LogEnds) = ("line\n", false);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Pods}/p/log?follow=true");
        using var response = await cluster.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("line", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var rest = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await cluster.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => rest);
    }

    [Fact]
    public async Task The_log_source_gets_what_was_asked_and_its_bytes_come_through_unchanged()
    {
        await using var cluster = await StartAsync();
        cluster.Kubelet.SetRunning("default", "p");
        cluster.Kubelet.Log = "one\r\ntwo \u001b[1m ü 🚀 without newline";
        var answer = await cluster.SendAsync("GET", $"{Pods}/p/log?follow=abc&timestamps=true&tailLines=7&limitBytes=9&sinceTime=2026-01-01T10:00:00.987Z");
        Assert.Equal((HttpStatusCode.OK, "text/plain", cluster.Kubelet.Log), (answer.Status, answer.ContentType, answer.Text));
        var query = cluster.Kubelet.LastQuery!;
        Assert.True(query.Follow && query.Timestamps && !query.Previous);
        Assert.Equal((7L, 9L), (query.TailLines, query.LimitBytes));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero), query.Since);
    }
}
