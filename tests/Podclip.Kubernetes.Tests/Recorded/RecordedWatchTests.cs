using System.Globalization;
using Podclip.Kubernetes.Caching;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <summary>Every recorded watch, played to the client.</summary>
public class RecordedWatchTests
{
    public static TheoryData<string> Streams() => [.. Watches().Where(n => Recording.Load(n).Frames is not null)];

    public static TheoryData<string> Refused() => [.. Watches().Where(n => Recording.Load(n).Status >= 400)];

    public static TheoryData<string> Lives() => [.. Recording.Names("life-*-jobs"), .. Recording.Names("life-*-pods")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Its_events_come_in_order_and_its_error_is_thrown(string name)
    {
        var recording = Recording.Load(name);
        var target = RecordedTarget.Of(recording)!;
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var seen = new List<string>();
        KubernetesException? failure = null;
        try
        {
            await foreach (var (type, item) in RecordedKind.Of(target)!.WatchAsync(client, target, Token))
            {
                seen.Add($"{type.ToString().ToUpperInvariant()} {item.Metadata.Name} {item.Metadata.Uid} {item.Metadata.ResourceVersion}");
            }
        }
        catch (KubernetesException e)
        {
            failure = e;
        }

        var events = recording.Events.ToList();
        Assert.Equal(
            events.Where(e => (string?)e["type"] != "ERROR").Select(e => (Type: e["type"], Meta: e["object"]!["metadata"]!)).Select(e => $"{e.Type} {e.Meta["name"]} {e.Meta["uid"]} {e.Meta["resourceVersion"]}"),
            seen);
        if (events.SingleOrDefault(e => (string?)e["type"] == "ERROR")?["object"] is { } error)
        {
            Assert.Equal(((int?)error["code"], (string?)error["reason"], true, false), (failure?.StatusCode, failure?.Reason, failure?.IsExpired, failure?.IsTransient));
            Assert.EndsWith((string)error["message"]!, failure!.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(recording.IsCut, failure is { IsTransient: true });
        }

        var request = Assert.Single(server.Requests);
        Assert.Equal(("true", "true"), (request.Query["watch"], request.Query["allowWatchBookmarks"]));
        Assert.InRange(int.Parse(request.Query["timeoutSeconds"], CultureInfo.InvariantCulture), 260, 290);
        foreach (var parameter in new[] { "labelSelector", "fieldSelector", "resourceVersion" })
        {
            Assert.Equal(target.Query.GetValueOrDefault(parameter).ToString(), request.Query.GetValueOrDefault(parameter) ?? "");
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refused_watch_fails_before_any_event(string name)
    {
        var recording = Recording.Load(name);
        var target = RecordedTarget.Of(recording)!;
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await RecordedKind.Of(target)!.WatchAsync(client, target, Token).ToListAsync(Token));

        Assert.Equal((recording.Status, (string?)recording.Body!["reason"], false), (failure.StatusCode, failure.Reason, failure.IsTransient));
        Assert.EndsWith((string)recording.Body["message"]!, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A shared cache that saw the whole life holds what is left of it, and goes on from its last version.</summary>
    [Theory]
    [MemberData(nameof(Lives))]
    public async Task A_cache_follows_a_recorded_life(string name)
    {
        var recording = Recording.Load(name);
        var left = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var happened in recording.Events)
        {
            var meta = happened["object"]!["metadata"]!;
            if ((string?)happened["type"] is "DELETED" or "BOOKMARK")
            {
                left.Remove((string?)meta["uid"] ?? "");
            }
            else
            {
                left[(string)meta["uid"]!] = (string)meta["resourceVersion"]!;
            }
        }

        var resumed = new TaskCompletionSource<string?>();
        var watches = 0;
        await using var server = await TestServer.StartAsync(context =>
        {
            if (context.Request.Query["watch"] != "true")
            {
                return Answers.Json("""{"metadata":{"resourceVersion":"1"},"items":[]}""")(context);
            }

            if (watches++ == 0)
            {
                return recording.PlayAsync(context);
            }

            resumed.TrySetResult(context.Request.Query["resourceVersion"]);
            return Answers.HangAsync(context);
        });
        using var client = server.Client();
        var resumedAt = name.EndsWith("-jobs", StringComparison.Ordinal) ? await FollowAsync(ResourceTypes.Jobs) : await FollowAsync(ResourceTypes.Pods);
        Assert.Equal((string?)recording.Events.LastOrDefault()?["object"]!["metadata"]!["resourceVersion"] ?? "1", resumedAt);

        async Task<string?> FollowAsync<T>(ResourceType<T> type)
            where T : KubernetesObject
        {
            await using var cache = new ResourceCache<T>(client, type, new ResourceSelector("wire"), new FastTimeProvider());
            cache.Start();
            var at = await resumed.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.Equal(left.OrderBy(l => l.Key), cache.Items.Select(i => KeyValuePair.Create(i.Metadata.Uid!, i.Metadata.ResourceVersion!)).OrderBy(l => l.Key));
            return at;
        }
    }

    // Tables are what kubectl asks for to print them; the client never does.
    private static IEnumerable<string> Watches() =>
        new[] { "watch-*", "life-*-jobs", "life-*-pods", "life-*-events", "restart-*-watch-*" }.SelectMany(Recording.Names).Where(n => n is not ("watch-table" or "watch-list-first"));
}
