using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>core/v1 and events.k8s.io/v1 show the same Events.</summary>
public class EventViewTests
{
    [Theory]
    [InlineData("failedscheduling", "wire-sched")]
    [InlineData("failedpull", "wire-pull")]
    public async Task Events_of_a_real_server_look_in_either_form_as_they_did_there(string name, string ns)
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        var (core, newer) = (WireRecording.Load("events-core-" + name), WireRecording.Load("events-v1-" + name));
        foreach (var item in core.Answer.Items("items"))
        {
            await cluster.CreateAsync($"/api/v1/namespaces/{ns}/events", WithoutVersions(item));
        }

        Assert.Equal(Comparable(core.Answer), Comparable(await cluster.GetAsync(core.Path)));
        Assert.Equal(Comparable(newer.Answer), Comparable(await cluster.GetAsync(newer.Path)));

        // And the other way round.
        var answer = await cluster.SendAsync("DELETE", newer.Path);
        Assert.Equal("EventList", answer.Json.Text("kind"));
        Assert.Empty((await cluster.GetAsync(core.Path)).Items("items"));
        foreach (var item in newer.Answer.Items("items"))
        {
            await cluster.CreateAsync(newer.Path, WithoutVersions(item));
        }

        Assert.Equal(Comparable(core.Answer), Comparable(await cluster.GetAsync(core.Path)));
    }

    [Fact]
    public async Task An_Event_is_patched_selected_watched_and_deleted_in_the_newer_form()
    {
        await using var cluster = await TestCluster.StartAsync();
        const string Path = "/apis/events.k8s.io/v1/namespaces/default/events";
        var made = await cluster.CreateAsync(Path, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "e" },
            ["eventTime"] = "2026-11-21T02:04:43.497243Z",
            ["regarding"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = "default", ["name"] = "p" },
            ["note"] = "first",
            ["reason"] = "Tried",
            ["type"] = "Normal",
        });
        Assert.Equal("events.k8s.io/v1", made.Text("apiVersion"));
        using var watch = await WatchStream.OpenAsync(cluster, $"{Path}?watch=1&fieldSelector=regarding.name=p&resourceVersion={made.Text("metadata", "resourceVersion")}");
        var patched = await cluster.SendAsync("PATCH", Path + "/e", new JsonObject { ["note"] = "second" }, "application/merge-patch+json");
        Assert.Equal("second", patched.Json.Text("note"));
        Assert.Equal("second", (await watch.NextAsync())!.At("object").Text("note"));
        Assert.Equal("second", (await cluster.GetAsync("/api/v1/namespaces/default/events/e")).Text("message"));
        Assert.Empty((await cluster.GetAsync(Path + "?fieldSelector=regarding.name=q")).Items("items"));
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("DELETE", Path + "/e")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", "/api/v1/namespaces/default/events/e")).Status);
    }

    private static JsonObject WithoutVersions(JsonObject item)
    {
        var copy = item.Copy();
        copy.Metadata().Remove("resourceVersion");
        return copy;
    }

    private static string Comparable(JsonNode? list)
    {
        var copy = list!.DeepClone();
        foreach (var metadata in copy.Items("items").Select(i => i.Metadata()).Append(((JsonObject)copy).Metadata()))
        {
            metadata.Remove("resourceVersion");
            metadata.Remove("uid");
            metadata.Remove("creationTimestamp");
        }

        return WireRecording.Normalize(copy, keepsStatus: true);
    }
}
