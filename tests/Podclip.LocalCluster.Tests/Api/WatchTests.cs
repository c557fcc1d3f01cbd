using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

public class WatchTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string TableForm = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private static JsonObject Secret(string name, string? tier = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (tier is not null)
        {
            metadata["labels"] = new JsonObject { ["tier"] = tier };
        }

        return new JsonObject { ["metadata"] = metadata };
    }

    private static Task<ApiAnswer> LabelAsync(TestCluster cluster, string name, string? tier) =>
        cluster.SendAsync("PATCH", $"{Secrets}/{name}", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["tier"] = tier } } }, "application/merge-patch+json");

    [Fact]
    public async Task A_quiet_watch_sends_its_headers_at_once_and_ends_cleanly_at_its_timeout()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&resourceVersion={cluster.Cluster.Store.Version}&timeoutSeconds=1");
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Without_a_version_a_watch_starts_with_what_is_there()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Secrets, Secret("a"));
        foreach (var query in (string[])["?watch=true", "?watch=1&resourceVersion=0"])
        {
            using var watch = await WatchStream.OpenAsync(cluster, Secrets + query);
            Assert.Equal("ADDED a", WatchStream.Short((await watch.NextAsync())!));
        }

        using var legacy = await WatchStream.OpenAsync(cluster, "/api/v1/watch/namespaces/default/secrets");
        Assert.Equal("ADDED a", WatchStream.Short((await legacy.NextAsync())!));
    }

    /// <summary>As recorded in watch-selector: start to match = ADDED, stop = DELETED as it was before, under the new version.</summary>
    [Fact]
    public async Task An_object_that_starts_or_stops_to_match_is_added_or_deleted()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Secrets, Secret("m"));
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&resourceVersion={cluster.Cluster.Store.Version}&labelSelector=tier%3Dx");
        await cluster.CreateAsync(Secrets, Secret("unmatched", "y"));
        await LabelAsync(cluster, "m", "x");
        await cluster.SendAsync("PATCH", $"{Secrets}/m", new JsonObject { ["data"] = new JsonObject { ["k"] = "dg==" } }, "application/merge-patch+json");
        var stopped = await LabelAsync(cluster, "m", "y");
        await LabelAsync(cluster, "m", "x");
        await cluster.SendAsync("DELETE", $"{Secrets}/m");
        var events = new List<JsonNode>();
        for (var i = 0; i < 5; i++)
        {
            events.Add((await watch.NextAsync())!);
        }

        Assert.Equal(["ADDED m", "MODIFIED m", "DELETED m", "ADDED m", "DELETED m"], events.Select(WatchStream.Short));
        Assert.Equal("x", events[2].Text("object", "metadata", "labels", "tier"));
        Assert.Equal(stopped.Json.Text("metadata", "resourceVersion"), events[2].Text("object", "metadata", "resourceVersion"));
    }

    [Fact]
    public async Task One_object_can_be_watched_by_its_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&fieldSelector=metadata.name%3Db");
        await cluster.CreateAsync(Secrets, Secret("a"));
        await cluster.CreateAsync(Secrets, Secret("b"));
        Assert.Equal("ADDED b", WatchStream.Short((await watch.NextAsync())!));
    }

    [Fact]
    public async Task A_version_that_is_too_old_gives_one_error_event_and_the_end()
    {
        var directory = Directory.CreateTempSubdirectory("podclip-cluster-").FullName;
        try
        {
            await using (await TestCluster.StartAsync(directory))
            {
            }

            // A restart forgets the history, as that of a real API server does.
            await using var cluster = await TestCluster.StartAsync(directory);
            using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&resourceVersion=1");
            var expired = (await watch.NextAsync())!;
            Assert.Equal("ERROR", expired.Text("type"));
            Assert.Equal(410, expired.Number("object", "code"));
            Assert.Equal("Expired", expired.Text("object", "reason"));
            Assert.StartsWith("too old resource version: 1 (", expired.Text("object", "message"), StringComparison.Ordinal);
            Assert.Null(await watch.NextAsync());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Bookmarks_come_before_the_end_when_they_were_allowed_and_lead_on_without_a_gap()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&resourceVersion={cluster.Cluster.Store.Version}&timeoutSeconds=2&allowWatchBookmarks=true");
        await cluster.CreateAsync(Secrets, Secret("a"));
        var events = await watch.UntilAsync(e => e.Text("type") == "BOOKMARK");
        var version = long.Parse(events[^1].Text("object", "metadata", "resourceVersion")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("Secret", events[^1].Text("object", "kind"));
        Assert.True(version >= long.Parse(events[0].Text("object", "metadata", "resourceVersion")!, System.Globalization.CultureInfo.InvariantCulture));
        using var resumed = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&resourceVersion={version}");
        await cluster.CreateAsync(Secrets, Secret("b"));
        Assert.Equal("ADDED b", WatchStream.Short((await resumed.NextAsync())!));
    }

    [Fact]
    public async Task A_watch_can_begin_with_the_list_and_a_bookmark_at_its_end()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Secrets, Secret("a"));
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        var events = await watch.UntilAsync(e => e.Text("type") == "BOOKMARK");
        Assert.Equal("ADDED a", WatchStream.Short(events[0]));
        Assert.Equal("true", events[^1].Text("object", "metadata", "annotations", "k8s.io/initial-events-end"));
    }

    [Fact]
    public async Task A_table_watch_sends_tables_of_one_row_and_its_columns_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true", TableForm);
        await cluster.CreateAsync(Secrets, Secret("a"));
        await cluster.CreateAsync(Secrets, Secret("b"));
        var (first, second) = ((await watch.NextAsync())!, (await watch.NextAsync())!);
        Assert.Equal(["Name", "Type", "Data", "Age"], first.Items("object", "columnDefinitions").Select(c => c.Text("name")!));
        Assert.Null(second.At("object", "columnDefinitions"));
        Assert.Equal("b", second.Items("object", "rows").Single().Texts("cells").First());
    }

    [Fact]
    public async Task Stopping_the_cluster_ends_its_watches()
    {
        var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Secrets}?watch=true");
        var next = watch.NextAsync();
        await cluster.DisposeAsync();
        Assert.Null(await next);
    }
}
