using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Storage;

public class ObjectStoreTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static JsonObject Document(string name, params (string Key, JsonNode? Value)[] extra)
    {
        var document = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["metadata"] = new JsonObject { ["name"] = name } };
        foreach (var (key, value) in extra)
        {
            document[key] = value;
        }

        return document;
    }

    [Fact]
    public void A_check_that_fails_keeps_an_object_from_being_made()
    {
        using var store = new ObjectStore(new StoreOptions());
        var seen = -1;
        Assert.Throws<InvalidOperationException>(() => store.TryCreate("pods", "x", Document("a"), () => throw new InvalidOperationException()));
        Assert.NotNull(store.TryCreate("pods", "x", Document("a"), () => seen = store.List("pods", "x").Items.Count));
        Assert.Equal(0, seen);
        Assert.Equal(1, store.Version);
    }

    [Fact]
    public async Task While_a_check_is_made_nothing_else_comes_to_be()
    {
        using var store = new ObjectStore(new StoreOptions());
        var other = Task.CompletedTask;
        using var came = new ManualResetEventSlim();
        Assert.NotNull(store.TryCreate("pods", "x", Document("a"), () =>
        {
            other = Task.Run(
                () =>
                {
                    store.TryCreate("pods", "x", Document("b"));
                    came.Set();
                },
                Cancelled);

            // Nothing can tell that the other does not come: it gets time enough to.
            Assert.False(came.Wait(TimeSpan.FromMilliseconds(200), Cancelled));
            Assert.Empty(store.List("pods", "x").Items);
        }));
        await other;
        Assert.Equal(["a", "b"], store.List("pods", "x").Items.OrderBy(o => o.Version).Select(o => o.Name));
    }

    [Fact]
    public void Creating_fills_identity_and_refuses_a_taken_name()
    {
        using var store = new ObjectStore(new StoreOptions());
        var input = Document("a");
        var made = store.TryCreate("pods", "x", input);
        Assert.NotNull(made);
        Assert.Equal("x", made.Document.Text("metadata", "namespace"));
        Assert.Equal("1", made.Document.Text("metadata", "resourceVersion"));
        Assert.NotNull(made.Document.Time("metadata", "creationTimestamp"));
        Assert.True(Guid.TryParse(made.Uid, out _));
        Assert.Null(input.Text("metadata", "uid"));
        Assert.Null(store.TryCreate("pods", "x", Document("a")));
        Assert.NotNull(store.TryCreate("pods", "y", Document("a")));
        Assert.Equal(2, store.Version);
    }

    [Fact]
    public void An_update_that_alters_nothing_stores_nothing()
    {
        using var store = new ObjectStore(new StoreOptions());
        store.TryCreate("pods", "x", Document("a", ("spec", new JsonObject { ["n"] = 1 })));
        var same = store.Update("pods", "x", "a", d => { d["spec"] = new JsonObject { ["n"] = 1 }; return true; });
        Assert.Equal(1, same!.Version);
        Assert.Null(store.Update("pods", "x", "missing", _ => true));
    }

    [Fact]
    public void Identity_cannot_be_changed_and_a_counted_generation_follows_the_spec()
    {
        using var store = new ObjectStore(new StoreOptions());
        var document = Document("a", ("spec", new JsonObject()));
        document.Metadata()["generation"] = 7;
        var made = store.TryCreate("jobs.batch", "x", document)!;
        var status = store.Update("jobs.batch", "x", "a", d => { d["status"] = new JsonObject(); d.Metadata()["uid"] = "other"; d.Metadata()["generation"] = 9; return true; })!;
        var spec = store.Update("jobs.batch", "x", "a", d => { d["spec"] = new JsonObject { ["suspend"] = true }; return true; })!;
        Assert.Equal([1L, 1L, 2L], new[] { made, status, spec }.Select(o => o.Document.Number("metadata", "generation")!.Value));
        Assert.Equal(made.Uid, spec.Document.Text("metadata", "uid"));
    }

    [Fact]
    public void The_last_finalizer_takes_a_deleted_object_with_it()
    {
        using var store = new ObjectStore(new StoreOptions());
        var document = Document("a");
        document.Metadata()["finalizers"] = new JsonArray("hold");
        var made = store.TryCreate("jobs.batch", "x", document)!;
        store.Update("jobs.batch", "x", "a", d => { d.Metadata()["deletionTimestamp"] = "2026-01-01T00:00:00Z"; d.Metadata()["deletionGracePeriodSeconds"] = 0; return true; });
        Assert.NotNull(store.Find("jobs.batch", "x", "a"));
        store.Update("jobs.batch", "x", "a", d => { d.Metadata().Remove("finalizers"); return true; });
        Assert.Null(store.Find("jobs.batch", "x", "a"));
        Assert.Equal(
            [StoreEventType.Modified, StoreEventType.Deleted],
            store.OpenCursor("jobs.batch", made.Version).Take().Select(e => e.Type));
    }

    [Fact]
    public void A_pod_with_a_grace_period_goes_only_when_its_kubelet_confirms()
    {
        using var store = new ObjectStore(new StoreOptions());
        var document = Document("a");
        document.Metadata()["finalizers"] = new JsonArray("batch.kubernetes.io/job-tracking");
        var made = store.TryCreate("pods", "x", document)!;
        store.Update("pods", "x", "a", d => { d.Metadata()["deletionTimestamp"] = "2026-01-01T00:00:00Z"; d.Metadata()["deletionGracePeriodSeconds"] = 30; return true; });
        store.Update("pods", "x", "a", d => { d.Metadata().Remove("finalizers"); return true; });
        Assert.NotNull(store.Find("pods", "x", "a"));
        PodRemoval.Confirm(store, "x", "a", "another uid", TimeProvider.System);
        Assert.NotNull(store.Find("pods", "x", "a"));
        PodRemoval.Confirm(store, "x", "a", made.Uid, TimeProvider.System);
        Assert.Null(store.Find("pods", "x", "a"));
        var events = store.OpenCursor("pods", made.Version).Take();
        Assert.Equal([StoreEventType.Modified, StoreEventType.Modified, StoreEventType.Modified, StoreEventType.Deleted], events.Select(e => e.Type));
        Assert.Equal(0, events[^1].Object.Document.Number("metadata", "deletionGracePeriodSeconds"));
        Assert.Equal(store.Version, events[^1].Object.Version);
    }

    [Fact]
    public void Removing_checks_the_uid()
    {
        using var store = new ObjectStore(new StoreOptions());
        var made = store.TryCreate("pods", "x", Document("a"))!;
        Assert.False(store.Remove("pods", "x", "a", "another"));
        Assert.True(store.Remove("pods", "x", "a", made.Uid));
        Assert.False(store.Remove("pods", "x", "a"));
    }

    [Fact]
    public async Task A_watch_sees_each_change_of_its_kind_in_order_and_wakes_without_polling()
    {
        using var store = new ObjectStore(new StoreOptions());
        store.TryCreate("pods", "x", Document("before"));
        await using var watch = store.WatchAsync("pods", store.Version, Cancelled).GetAsyncEnumerator(Cancelled);
        var next = watch.MoveNextAsync().AsTask();
        store.TryCreate("secrets", "x", Document("other-kind"));
        Assert.False(next.IsCompleted);
        store.TryCreate("pods", "x", Document("a"));
        store.Update("pods", "x", "a", d => { d["status"] = "s"; return true; });
        store.Remove("pods", "x", "a");
        var seen = new List<StoreEvent>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await next);
            seen.Add(watch.Current);
            next = i < 2 ? watch.MoveNextAsync().AsTask() : next;
        }

        Assert.Equal([StoreEventType.Added, StoreEventType.Modified, StoreEventType.Deleted], seen.Select(e => e.Type));
        Assert.Equal([3L, 4L, 5L], seen.Select(e => e.Object.Version));
        Assert.Equal(3, seen[1].Previous!.Version);
    }

    [Fact]
    public void A_history_that_was_cut_answers_expired_and_not_with_a_gap()
    {
        using var store = new ObjectStore(new StoreOptions { HistoryLimit = 5 });
        for (var i = 0; i < 20; i++)
        {
            store.TryCreate("pods", "x", Document($"p{i}"));
        }

        Assert.Equal(5, store.OpenCursor("pods", 15).Take().Count);
        var expired = Assert.Throws<VersionExpiredException>(() => store.OpenCursor("pods", 14).Take());
        Assert.Equal("too old resource version: 14 (15)", expired.Message);
        Assert.Empty(store.OpenCursor("secrets", 1).Take());
    }

    [Fact]
    public void Large_objects_shorten_the_history_by_weight()
    {
        using var store = new ObjectStore(new StoreOptions { HistoryBytes = 100_000 });
        for (var i = 0; i < 50; i++)
        {
            store.TryCreate("secrets", "x", Document($"s{i}", ("data", new string('x', 10_000))));
        }

        Assert.Throws<VersionExpiredException>(() => store.OpenCursor("secrets", 30).Take());
        Assert.Equal(5, store.OpenCursor("secrets", 45).Take().Count);
    }

    [Fact]
    public void Replaying_the_changes_after_any_version_leads_to_the_present_list()
    {
        var change = Gen.Choose(0, 2).SelectMany(kind => Gen.Choose(0, 3).Select(name => (kind, $"p{name}")));
        var given = Gen.ListOf(change).SelectMany(changes => Gen.Choose(0, changes.Count).Select(at => (changes, at)));
        Check.QuickThrowOnFailure(Prop.ForAll(given.ToArbitrary(), g =>
        {
            using var store = new ObjectStore(new StoreOptions());
            var (replayed, version) = (new Dictionary<string, long>(StringComparer.Ordinal), 0L);
            for (var i = 0; i < g.changes.Count; i++)
            {
                if (i == g.at)
                {
                    version = store.Version;
                    replayed = store.List("pods", null).Items.ToDictionary(o => o.Name, o => o.Version, StringComparer.Ordinal);
                }

                var (kind, name) = g.changes[i];
                _ = kind switch
                {
                    0 => store.TryCreate("pods", "x", Document(name)) is not null,
                    1 => store.Update("pods", "x", name, d => { d["n"] = i; return true; }) is not null,
                    _ => store.Remove("pods", "x", name),
                };
            }

            foreach (var e in store.OpenCursor("pods", version).Take())
            {
                if (e.Type == StoreEventType.Deleted)
                {
                    replayed.Remove(e.Object.Name);
                }
                else
                {
                    replayed[e.Object.Name] = e.Object.Version;
                }
            }

            return store.List("pods", null).Items.Select(o => (o.Name, o.Version)).SequenceEqual(replayed.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value)));
        }));
    }

    [Fact]
    public void Lists_are_ordered_and_an_earlier_one_can_be_had_again()
    {
        using var store = new ObjectStore(new StoreOptions());
        store.TryCreate("pods", "b", Document("a"));
        store.TryCreate("pods", "a", Document("z"));
        store.TryCreate("pods", "a", Document("b"));
        var version = store.Version;
        store.Update("pods", "a", "z", d => { d["status"] = "later"; return true; });
        store.Remove("pods", "a", "b");
        store.TryCreate("pods", "c", Document("new"));
        Assert.Equal(["a/b", "a/z", "b/a"], store.ListAt("pods", null, version).Select(o => $"{o.Namespace}/{o.Name}"));
        Assert.Null(store.ListAt("pods", "a", version)[1].Document["status"]);
        Assert.Equal(["a/z", "b/a", "c/new"], store.List("pods", null).Items.Select(o => $"{o.Namespace}/{o.Name}"));
    }
}
