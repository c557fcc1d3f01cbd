using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class WatchTests
{
    private static readonly ClusterConnection Nowhere = new() { Server = new Uri("http://test"), Description = "test" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_cut_without_its_last_chunk_is_a_transient_failure()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToListAsync(Token));

        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task R04_A_watch_that_is_silent_for_too_long_counts_as_cut()
    {
        await using var server = await TestServer.StartAsync(Answers.HangAsync);
        using var client = server.Client(new FastTimeProvider(), new KubernetesClientOptions { WatchTimeout = TimeSpan.FromSeconds(5), WatchSlack = TimeSpan.FromSeconds(5), RequestTimeout = TimeSpan.FromHours(1) });

        var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToListAsync(Token));

        Assert.True(failure.IsTransient);
        Assert.Contains("silent for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_a_watch_closes_it_at_the_server()
    {
        var left = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await using var registration = context.RequestAborted.Register(left.SetResult);
            await context.Response.WriteAsync(Answers.EventJson("ADDED", Answers.PodJson("a", "1", 1)));
            await left.Task;
        });
        using var client = server.Client();

        await foreach (var _ in client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token))
        {
            break;
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public async Task Unknown_types_are_skipped_and_members_may_come_in_any_order()
    {
        const string Text = """
            {"type":"FUTURE","object":{"kind":"Whatever","deep":[1,{"type":"ADDED"}]}}
            {"object":{"metadata":{"name":"a","type":"x","object":{}}},"extra":{"type":"ERROR"},"type":"MODIFIED"}

            {"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12"}}}

            """;
        using var client = new KubernetesClient(Nowhere, null, null, StubHandler.Streaming(() => new MemoryStream(Encoding.UTF8.GetBytes(Text))));

        var events = await client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToListAsync(Token);

        Assert.Equal(["Modified a ", "Bookmark  12"], events.Select(e => $"{e.Type} {e.Object.Metadata.Name} {e.Object.Metadata.ResourceVersion}"));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a"}}""")]
    [InlineData("""{"type":"ADD""")]
    public async Task An_unfinished_event_at_the_end_is_a_cut(string text)
    {
        using var client = new KubernetesClient(Nowhere, null, null, StubHandler.Streaming(() => new MemoryStream(Encoding.UTF8.GetBytes(text))));

        var failure = await Assert.ThrowsAsync<KubernetesException>(async () => await client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToListAsync(Token));

        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("[]\n")]
    [InlineData("{\"type\":5,\"object\":{}}\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":null}\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    public async Task A_line_that_is_no_event_is_refused(string text)
    {
        using var client = new KubernetesClient(Nowhere, null, null, StubHandler.Streaming(() => new MemoryStream(Encoding.UTF8.GetBytes(text))));

        await Assert.ThrowsAsync<KubernetesException>(async () => await client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToListAsync(Token));
    }

    [Fact]
    public void Any_chunking_of_a_watch_gives_the_same_events()
    {
        var recording = Recording.Load("life-success-pods");
        var bytes = recording.Frames!.SelectMany(f => f).ToArray();
        var expected = recording.Events.Select(e => (string)e["object"]!["metadata"]!["resourceVersion"]!).ToList();

        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt[]>(), sizes =>
        {
            using var client = new KubernetesClient(Nowhere, null, null, StubHandler.Streaming(() => new ChunkedStream(bytes, [.. sizes.Select(s => s.Get * 7)])));
            var events = client.WatchAsync(ResourceTypes.Pods, new("ns"), "1", Token).ToBlockingEnumerable(Token).Select(e => e.Object.Metadata.ResourceVersion!);
            return expected.SequenceEqual(events);
        }).QuickCheckThrowOnFailure();
    }
}
