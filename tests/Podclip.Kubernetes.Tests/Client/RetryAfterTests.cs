using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Exec;

namespace Podclip.Kubernetes.Tests.Client;

public class RetryAfterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Writes() => ["POST", "PUT", "PATCH", "DELETE", "EXEC"];

    [Theory]
    [InlineData("1", 1.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.25", 0.25)]
    [InlineData("30", 30.0)]
    [InlineData("60", 60.0)]
    [InlineData("86400", 60.0)]
    [InlineData("99999999999999999999", 60.0)]
    [InlineData("Sat, 21 Nov 2026 02:48:29 GMT", 7.0)]
    [InlineData("Sat, 21 Nov 2026 08:48:22 GMT", 60.0)]
    [InlineData("Sat, 21 Nov 2026 02:48:12 GMT", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("", null)]
    public async Task The_header_is_understood_in_every_form(string header, double? seconds)
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.Date = "Sat, 21 Nov 2026 02:48:22 GMT";
            context.Response.Headers.RetryAfter = header;
            return Answers.Status(503, "ServiceUnavailable", "not now")(context);
        });
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client));

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, failure.RetryAfter);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task R05_A_read_waits_for_as_long_as_it_was_asked_to(int status)
    {
        var time = new SkippingTimeProvider();
        await using var server = await TestServer.StartAsync(Times(2, status, "30", Answers.Json(Answers.PodJson("a", "1", 1))));
        using var client = server.Client(time);

        await client.GetAsync(ResourceTypes.Pods, "ns", "a", Token);

        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, time.Waits.Count);
        Assert.All(time.Waits, w => Assert.InRange(w, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(37.5)));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task What_the_server_turned_away_is_sent_again_whatever_it_is(string method)
    {
        var time = new SkippingTimeProvider();
        RequestDelegate success = method == "EXEC"
            ? async context => await (await context.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io")).CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted)
            : Answers.Json("{}");
        await using var server = await TestServer.StartAsync(Times(8, 429, "1", success));
        using var client = server.Client(time);

        await WriteAsync(client, method);

        Assert.Equal(9, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal(server.Requests.First().Body, r.Body));
        Assert.All(time.Waits.Take(8), w => Assert.True(w >= TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_may_have_happened_is_never_sent_again(string method)
    {
        await using var server = await TestServer.StartAsync(Times(1, 503, "1", Answers.Json("{}")));
        using var client = server.Client(new SkippingTimeProvider());

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => WriteAsync(client, method));

        Assert.Equal((true, false), (failure.IsTransient, failure.IsThrottled));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_429_without_a_time_says_nothing_about_what_was_done()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(429, "TooManyRequests", "slow down"));
        using var client = server.Client(new SkippingTimeProvider());

        await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_disruption_budget_is_no_throttling()
    {
        var recording = Recording.Load("pod-eviction-429-pdb");
        await using var server = await TestServer.StartAsync(async context =>
        {
            context.Response.Headers.RetryAfter = "10";
            await recording.PlayAsync(context);
        });
        using var client = server.Client(new SkippingTimeProvider());

        Assert.False((await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client))).IsThrottled);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Patience_has_an_end()
    {
        var time = new SkippingTimeProvider();
        await using var server = await TestServer.StartAsync(Times(int.MaxValue, 429, "10", Answers.Json("{}")));
        using var client = server.Client(time);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => CreateAsync(client));

        Assert.True(failure.IsThrottled);
        Assert.InRange(server.Requests.Count, 10, 13);
        Assert.True(time.Waits.Aggregate(TimeSpan.Zero, (a, b) => a + b) <= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_caller_that_gives_up_waits_no_longer()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = await TestServer.StartAsync(async context =>
        {
            await Times(1, 429, "60", Answers.Json("{}"))(context);
            await context.Response.CompleteAsync();
            await stop.CancelAsync();
        });
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateAsync(ResourceTypes.Pods, "ns", new Pod(), cancellationToken: stop.Token));
    }

    private static RequestDelegate Times(int count, int status, string retryAfter, RequestDelegate afterwards) => context =>
    {
        if (Interlocked.Decrement(ref count) < 0)
        {
            return afterwards(context);
        }

        context.Response.Headers.RetryAfter = retryAfter;
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("Too many requests, please try again later.\n", context.RequestAborted);
    };

    private static Task CreateAsync(KubernetesClient client) => WriteAsync(client, "POST");

    private static async Task WriteAsync(KubernetesClient client, string method)
    {
        switch (method)
        {
            case "POST":
                await client.CreateAsync(ResourceTypes.Pods, "ns", new Pod(), cancellationToken: Token);
                break;
            case "PUT":
                await client.ReplaceAsync(ResourceTypes.Pods, "ns", new Pod { Metadata = new ObjectMeta { Name = "a", ResourceVersion = "1" } }, cancellationToken: Token);
                break;
            case "PATCH":
                await client.PatchAsync(ResourceTypes.Pods, "ns", "a", Patch.Merge(new() { ["x"] = 1 }), cancellationToken: Token);
                break;
            case "DELETE":
                await client.DeleteAsync(ResourceTypes.Pods, "ns", "a", PropagationPolicy.Background, cancellationToken: Token);
                break;
            default:
                await using (await client.ExecAsync("ns", "a", new ExecOptions { Command = ["true"] }, Token))
                {
                }

                break;
        }
    }
}
