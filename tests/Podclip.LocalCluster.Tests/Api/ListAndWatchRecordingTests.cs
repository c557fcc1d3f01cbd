using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>Tables, bookmarks and limits as a real server answered them, where the objects cannot be the same ones.</summary>
public class ListAndWatchRecordingTests
{
    [Fact]
    public async Task Job_and_pod_tables_have_the_recorded_columns_and_cells()
    {
        await using var cluster = await StartAsync("wire");
        var jobs = WireRecording.Load("table-jobs");
        foreach (var name in (string[])["a", "l0"])
        {
            var job = PlainJob(name, "wire");
            job["spec"]!["suspend"] = name == "l0";
            await cluster.CreateAsync("/apis/batch/v1/namespaces/wire/jobs", job);
        }

        await cluster.WaitForAsync("/apis/batch/v1/namespaces/wire/jobs/l0", j => j.Items("status", "conditions").Any());
        await cluster.WaitForAsync("/api/v1/namespaces/wire/pods", l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
        var table = (await cluster.SendAsync("GET", jobs.Path, accept: jobs.Accept)).Json!;
        Assert.Equal(jobs.Answer.At("columnDefinitions")!.ToJsonString(), table.At("columnDefinitions")!.ToJsonString());
        Assert.Equal(jobs.Answer!.AsObject().Select(m => m.Key), table.AsObject().Select(m => m.Key));
        foreach (var row in table.Items("rows"))
        {
            var recorded = jobs.Answer.Items("rows").Single(r => r.At("cells")![0]!.GetValue<string>() == row.At("cells")![0]!.GetValue<string>());
            int[] timeless = [0, 1, 2, 5];
            Assert.Equal(timeless.Select(i => recorded.At("cells")![i]!.ToJsonString()), timeless.Select(i => row.At("cells")![i]!.ToJsonString()));
            Assert.Equal(recorded.AsObject().Select(m => m.Key), row.AsObject().Select(m => m.Key));
        }

        var pods = WireRecording.Load("table-pods");
        var podTable = (await cluster.SendAsync("GET", pods.Path, accept: pods.Accept)).Json!;
        Assert.Equal(pods.Answer.At("columnDefinitions")!.ToJsonString(), podTable.At("columnDefinitions")!.ToJsonString());
    }

    [Fact]
    public async Task A_table_watch_describes_its_columns_once()
    {
        await using var cluster = await StartAsync("wire2");
        var recording = WireRecording.Load("watch-table");
        var path = recording.Path.Replace("resourceVersion=2795", "resourceVersion=" + Version(cluster), StringComparison.Ordinal).Replace("timeoutSeconds=3", "timeoutSeconds=60", StringComparison.Ordinal);
        using var watch = await WatchStream.OpenAsync(cluster, path, recording.Accept);
        var job = PlainJob("bm", "wire2");
        job["spec"]!["suspend"] = true;
        await cluster.CreateAsync("/apis/batch/v1/namespaces/wire2/jobs", job);
        foreach (var expected in Frames(recording).Take(2))
        {
            var table = (await watch.NextAsync())!.At("object")!;
            Assert.Equal(expected.At("object", "columnDefinitions")?.ToJsonString(), table.At("columnDefinitions")?.ToJsonString());
            Assert.Equal(expected.At("object")!.AsObject().Select(m => m.Key), table.AsObject().Select(m => m.Key));
            Assert.Equal("bm", Assert.Single(table.Items("rows")).At("cells")![0]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Bookmarks_are_empty_objects_with_a_version()
    {
        await using var cluster = await StartAsync("wire2");
        var last = Frames(WireRecording.Load("watch-bookmark-timeout10")).Last(f => f.Text("type") == "BOOKMARK");
        using var watch = await WatchStream.OpenAsync(cluster, $"/apis/batch/v1/namespaces/wire2/jobs?watch=true&allowWatchBookmarks=true&timeoutSeconds=2&resourceVersion={Version(cluster)}");
        var bookmark = (await watch.NextAsync())!;
        bookmark.At("object", "metadata")!["resourceVersion"] = last.Text("object", "metadata", "resourceVersion");
        Assert.Equal(last.ToJsonString(), bookmark.ToJsonString());

        // As recorded, there may be more than one near the end.
        while (await watch.NextAsync() is { } more)
        {
            Assert.Equal("BOOKMARK", more.Text("type"));
        }

        var initial = WireRecording.Load("watch-initial-events");
        using var initialWatch = await WatchStream.OpenAsync(cluster, initial.Path);
        var end = (await initialWatch.NextAsync())!;
        var recorded = Frames(initial).First(f => f.Text("type") == "BOOKMARK");
        recorded.At("object", "metadata")!["resourceVersion"] = end.Text("object", "metadata", "resourceVersion");
        Assert.True(JsonNode.DeepEquals(recorded, end), end.ToJsonString());
    }

    [Fact]
    public async Task The_old_watch_path_starts_with_what_is_there()
    {
        await using var cluster = await StartAsync("wire2");
        await cluster.CreateAsync("/apis/batch/v1/namespaces/wire2/jobs", PlainJob("bm", "wire2"));
        var recording = WireRecording.Load("watch-path-legacy");
        using var watch = await WatchStream.OpenAsync(cluster, recording.Path);
        Assert.Equal(WatchStream.Short(Frames(recording).First()), WatchStream.Short((await watch.NextAsync())!));
    }

    [Theory]
    [InlineData("job-create-413-too-large", 3 << 20)]
    [InlineData("job-create-422-annotations-too-long", 300_000)]
    public async Task What_is_too_large_is_refused_in_the_recorded_words(string name, int size)
    {
        await using var cluster = await StartAsync("wire");
        var recording = WireRecording.Load(name);
        var job = PlainJob(recording.Body.Text("metadata", "name")!, "wire");
        job["metadata"]!["annotations"] = new JsonObject { ["note"] = new string('x', size) };
        var answer = await cluster.SendAsync("POST", recording.Path, job);
        Assert.Equal(recording.Status, (int)answer.Status);
        Assert.Equal(recording.Answer!.ToJsonString(), answer.Json!.ToJsonString());
    }

    private static async Task<TestCluster> StartAsync(string ns)
    {
        var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        return cluster;
    }

    private static string Version(TestCluster cluster) => cluster.Cluster.Store.Version.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<JsonNode> Frames(WireRecording recording) =>
        recording.Exchange.Items("response", "frames").Concat(recording.Exchange.Items("frames")).Select(f => f.At("event")!);

    private static JsonObject PlainJob(string name, string ns)
    {
        var job = WireRecording.Load("job-create-plain").Body!.AsObject().Copy();
        (job["metadata"]!["name"], job["metadata"]!["namespace"]) = (name, ns);
        return job;
    }
}
