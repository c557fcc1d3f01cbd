using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Caching;
using Podclip.Kubernetes.Client;
using static Podclip.Kubernetes.Tests.Answers;

namespace Podclip.Kubernetes.Tests.Caching;

public class ResourceCacheTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_gets_what_exists_and_then_every_change()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 3));
        var watch = server.Watch();
        await using var fixture = new Fixture(server);
        await using var reader = fixture.Follow();

        Assert.Equal("Added a 3", await reader.NextAsync());
        watch.Send("ADDED", PodJson("b", "u2", 11));
        Assert.Equal("Added b 11", await reader.NextAsync());
        watch.Send("MODIFIED", PodJson("a", "u1", 12));
        Assert.Equal("Modified a 12", await reader.NextAsync());
        watch.Send("DELETED", PodJson("b", "u2", 13));
        Assert.Equal("Deleted b 13", await reader.NextAsync());

        Assert.Equal(["12"], fixture.Cache.Items.Select(p => p.Metadata.ResourceVersion!));
        Assert.Equal("10", await server.Opened.Reader.ReadAsync(Token));
        Assert.Null(fixture.Cache.UnreachableSince);
    }

    [Fact]
    public async Task R04_After_410_it_lists_again_and_reports_what_vanished_changed_and_came()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("gone", "u1", 1), PodJson("same", "u2", 2), PodJson("changed", "u3", 3), PodJson("remade", "u4", 4));
        var first = server.Watch();
        server.List(20, PodJson("same", "u2", 2), PodJson("changed", "u3", 15), PodJson("remade", "u5", 16));
        var second = server.Watch();
        await using var fixture = new Fixture(server);
        await using var reader = fixture.Follow();
        Assert.Equal(["Added gone 1", "Added same 2", "Added changed 3", "Added remade 4"], await reader.NextAsync(4));

        first.Expire();

        Assert.Equal(["Deleted gone 1", "Deleted remade 4", "Modified changed 15", "Added remade 16"], await reader.NextAsync(4));
        second.Send("MODIFIED", PodJson("same", "u2", 21));
        Assert.Equal("Modified same 21", await reader.NextAsync());
        Assert.Equal(["10", "20"], [await server.Opened.Reader.ReadAsync(Token), await server.Opened.Reader.ReadAsync(Token)]);
    }

    [Fact]
    public async Task After_a_cut_or_a_clean_end_it_watches_on_from_the_newest_version_bookmarks_included()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10);
        var first = server.Watch();
        var second = server.Watch();
        var third = server.Watch();
        await using var fixture = new Fixture(server);
        await using var reader = fixture.Follow();

        first.Send("ADDED", PodJson("a", "u1", 12)).Send("BOOKMARK", """{"kind":"Pod","metadata":{"resourceVersion":"15"}}""").End();
        Assert.Equal("Added a 12", await reader.NextAsync());
        second.Send("MODIFIED", PodJson("a", "u1", 17));
        Assert.Equal("Modified a 17", await reader.NextAsync());
        second.Cut();
        third.Send("MODIFIED", PodJson("a", "u1", 18));
        Assert.Equal("Modified a 18", await reader.NextAsync());

        string[] versions = ["", "", ""];
        for (var i = 0; i < 3; i++)
        {
            versions[i] = await server.Opened.Reader.ReadAsync(Token);
        }

        Assert.Equal(["10", "15", "17"], versions);
        Assert.Single(server.Server.Requests, r => !r.Query.ContainsKey("watch"));
    }

    [Fact]
    public async Task While_the_server_fails_it_says_since_when_and_recovers()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10);
        var first = server.Watch();
        var broken = new TaskCompletionSource();
        var repaired = new TaskCompletionSource();
        server.Watch(Status(503, "ServiceUnavailable", "restarting"));
        server.Watch(async context =>
        {
            broken.SetResult();
            await repaired.Task;
            await Status(503, "ServiceUnavailable", "restarting")(context);
        });
        var last = server.Watch();
        await using var fixture = new Fixture(server);
        await fixture.Cache.WaitForSyncAsync(Token).WaitAsync(Limit, Token);
        await using var reader = fixture.Follow();

        first.Cut();
        await broken.Task.WaitAsync(Limit, Token);
        Assert.NotNull(fixture.Cache.UnreachableSince);
        Assert.Equal(503, fixture.Cache.LastError!.StatusCode);

        repaired.SetResult();
        last.Send("ADDED", PodJson("a", "u1", 12));
        Assert.Equal("Added a 12", await reader.NextAsync());
        Assert.Null(fixture.Cache.UnreachableSince);
        Assert.Null(fixture.Cache.LastError);
    }

    [Fact]
    public async Task A_watch_that_cannot_be_read_is_replaced_by_a_new_list()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 1));
        var seen = new TaskCompletionSource();
        server.Watch(async context =>
        {
            // A reader that begins after the second list sees one state only.
            await seen.Task;
            await context.Response.WriteAsync("<html>sign in</html>\n");
        });
        server.List(20, PodJson("a", "u1", 11));
        server.Watch();
        await using var fixture = new Fixture(server);
        await using var reader = fixture.Follow();

        Assert.Equal("Added a 1", await reader.NextAsync());
        seen.SetResult();
        Assert.Equal("Modified a 11", await reader.NextAsync());
    }

    [Fact]
    public async Task A_forbidden_list_is_told_to_those_who_wait_and_tried_again()
    {
        await using var server = await WatchableServer.StartAsync();
        var allowed = new TaskCompletionSource();
        server.List(Status(503, "ServiceUnavailable", "starting"));
        server.List(Recording.Load("job-list-403").PlayAsync);
        server.List(async context =>
        {
            await allowed.Task;
            await Json(ListJson(5, PodJson("a", "u1", 1)))(context);
        });
        server.Watch();
        await using var fixture = new Fixture(server);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => fixture.Cache.WaitForSyncAsync(Token).WaitAsync(Limit, Token));
        Assert.True(failure.IsForbidden);

        await using var reader = fixture.Follow();
        allowed.SetResult();
        Assert.Equal("Added a 1", await reader.NextAsync());
        await fixture.Cache.WaitForSyncAsync(Token).WaitAsync(Limit, Token);
    }

    [Fact]
    public async Task A_slow_reader_gets_the_newest_states_and_every_deletion()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 1), PodJson("b", "u2", 2));
        var watch = server.Watch();
        await using var fixture = new Fixture(server);
        await using var slow = fixture.Follow();
        await using var quick = fixture.Follow();
        Assert.Equal("Added a 1", await slow.NextAsync());
        await quick.NextAsync(2);

        for (var version = 11; version < 1011; version++)
        {
            watch.Send("MODIFIED", PodJson("a", "u1", version));
        }

        watch.Send("DELETED", PodJson("b", "u2", 2000)).Send("ADDED", PodJson("b", "u3", 2001)).Send("ADDED", PodJson("c", "u4", 2002)).Send("DELETED", PodJson("c", "u4", 2003))
            .Send("DELETED", PodJson("b", "u3", 2004)).Send("ADDED", PodJson("b", "u3", 2005)).Send("MODIFIED", PodJson("b", "u3", 2006))
            .Send("ADDED", PodJson("end", "u9", 3000));
        while (!(await quick.NextAsync()).StartsWith("Added end", StringComparison.Ordinal))
        {
        }

        Assert.Equal(
            ["Deleted b 2000", "Modified a 1010", "Deleted b 2004", "Added b 2006", "Deleted c 2003", "Added end 3000"],
            await slow.NextAsync(6));
    }

    [Fact]
    public async Task An_object_that_the_filter_no_longer_accepts_is_deleted_for_that_reader()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 1), PodJson("b", "u2", 2));
        var watch = server.Watch();
        await using var fixture = new Fixture(server);
        await using var reader = fixture.Follow(p => p.Metadata.ResourceVersion!.Length == 1 && p.Metadata.Name == "a");
        Assert.Equal("Added a 1", await reader.NextAsync());

        watch.Send("MODIFIED", PodJson("b", "u2", 3)).Send("MODIFIED", PodJson("a", "u1", 11)).Send("MODIFIED", PodJson("a", "u1", 12)).Send("MODIFIED", PodJson("a", "u1", 5));

        Assert.Equal(["Deleted a 11", "Added a 5"], await reader.NextAsync(2));
    }

    [Fact]
    public async Task R04_A_reader_that_throws_ends_alone()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 1));
        var watch = server.Watch();
        await using var fixture = new Fixture(server);
        await using var good = fixture.Follow();
        await using var bad = fixture.Follow(p => p.Metadata.Name == "b" ? throw new InvalidOperationException("bad filter") : true);
        Assert.Equal("Added a 1", await good.NextAsync());
        Assert.Equal("Added a 1", await bad.NextAsync());

        watch.Send("ADDED", PodJson("b", "u2", 11)).Send("ADDED", PodJson("c", "u3", 12));

        Assert.Equal(["Added b 11", "Added c 12"], await good.NextAsync(2));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.NextAsync(2));
    }

    [Fact]
    public async Task Disposal_ends_readers_and_the_watch()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10, PodJson("a", "u1", 1));
        server.Watch();
        var fixture = new Fixture(server);
        await using var reader = fixture.Follow();
        Assert.Equal("Added a 1", await reader.NextAsync());

        await fixture.DisposeAsync().AsTask().WaitAsync(Limit, Token);

        Assert.Null(await reader.EndAsync());
        Assert.Throws<ObjectDisposedException>(fixture.Cache.Start);
    }

    [Fact]
    public async Task A_server_that_ends_every_watch_at_once_is_not_asked_in_a_tight_loop()
    {
        await using var server = await WatchableServer.StartAsync();
        server.List(10);
        for (var i = 0; i < 5; i++)
        {
            server.Watch().End();
        }

        var last = server.Watch();
        var time = new FastTimeProvider();
        await using var fixture = new Fixture(server, time);
        await using var reader = fixture.Follow();
        var start = time.GetTimestamp();
        last.Send("ADDED", PodJson("a", "u1", 12));
        Assert.Equal("Added a 12", await reader.NextAsync());

        // Half of 0.2 + 0.4 + 0.8 + 1.6 + 3.2 s at least.
        Assert.True(time.GetElapsedTime(start) > TimeSpan.FromSeconds(3), $"took {time.GetElapsedTime(start)}");
    }

    private sealed class Fixture : IAsyncDisposable
    {
        private readonly KubernetesClient _client;

        public Fixture(WatchableServer server, TimeProvider? time = null)
        {
            _client = server.Server.Client();
            Cache = new ResourceCache<Pod>(_client, ResourceTypes.Pods, new ResourceSelector("ns", "x=y"), time ?? new FastTimeProvider());
            Cache.Start();
        }

        public ResourceCache<Pod> Cache { get; }

        public Reader Follow(Func<Pod, bool>? filter = null) => new(Cache.FollowAsync(filter ?? (_ => true), Token).GetAsyncEnumerator(Token));

        public async ValueTask DisposeAsync()
        {
            await Cache.DisposeAsync();
            _client.Dispose();
        }
    }

    private sealed class Reader(IAsyncEnumerator<WatchEvent<Pod>> events) : IAsyncDisposable
    {
        public async Task<string> NextAsync() => await EndAsync() ?? throw new InvalidOperationException("the events ended");

        public async Task<string?> EndAsync() =>
            await events.MoveNextAsync().AsTask().WaitAsync(Limit, Token)
                ? $"{events.Current.Type} {events.Current.Object.Metadata.Name} {events.Current.Object.Metadata.ResourceVersion}"
                : null;

        public async Task<List<string>> NextAsync(int count)
        {
            var texts = new List<string>();
            while (texts.Count < count)
            {
                texts.Add(await NextAsync());
            }

            return texts;
        }

        public ValueTask DisposeAsync() => events.DisposeAsync();
    }
}
