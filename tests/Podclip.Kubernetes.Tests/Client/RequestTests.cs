using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_names_the_kind_and_the_field_manager()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("job-create-plain").PlayAsync);
        using var client = server.Client();

        var stored = await client.CreateAsync(ResourceTypes.Jobs, "wire", new Job { Metadata = new ObjectMeta { Name = "j" } }, dryRun: true, Token);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/apis/batch/v1/namespaces/wire/jobs"), (request.Method, request.Path));
        Assert.Equal("podclip", request.Query["fieldManager"]);
        Assert.Equal("All", request.Query["dryRun"]);
        Assert.Equal("""{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"}}""", request.Body);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.NotNull(stored.Metadata.Uid);
    }

    [Fact]
    public async Task Delete_always_sends_the_propagation_policy()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("job-delete-background-body").PlayAsync);
        using var client = server.Client();

        Assert.True(await client.DeleteAsync(ResourceTypes.Jobs, "ns", "j", PropagationPolicy.Background, new Preconditions("u1", "7"), TimeSpan.FromSeconds(1.5), cancellationToken: Token));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("DELETE", "/apis/batch/v1/namespaces/ns/jobs/j"), (request.Method, request.Path));
        var expected = JsonNode.Parse("""{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background","preconditions":{"uid":"u1","resourceVersion":"7"},"gracePeriodSeconds":2}""");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(request.Body)), request.Body);
    }

    [Fact]
    public async Task Delete_and_find_take_404_for_an_answer()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("job-delete-404").PlayAsync);
        using var client = server.Client();

        Assert.False(await client.DeleteAsync(ResourceTypes.Jobs, "ns", "j", PropagationPolicy.Background, cancellationToken: Token));
        Assert.Null(await client.FindAsync(ResourceTypes.Jobs, "ns", "j", Token));
    }

    [Fact]
    public async Task Patch_sends_its_media_type()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("job-patch-merge-label").PlayAsync);
        using var client = server.Client();

        await client.PatchAsync(ResourceTypes.Jobs, "ns", "j", Patch.Json(Patch.Operation("test", "/spec/suspend", true), Patch.Operation("replace", "/spec/suspend", false)), cancellationToken: Token);

        var request = Assert.Single(server.Requests);
        Assert.Equal("application/json-patch+json", request.Headers["Content-Type"]);
        Assert.Equal("""[{"op":"test","path":"/spec/suspend","value":true},{"op":"replace","path":"/spec/suspend","value":false}]""", request.Body);
        Assert.Equal("podclip", request.Query["fieldManager"]);
    }

    [Fact]
    public async Task List_starts_over_when_its_pages_expire()
    {
        var expirations = 0;
        await using var server = await TestServer.StartAsync(context => ((string?)context.Request.Query["continue"], context.Request.Query.ContainsKey("limit")) switch
        {
            ({ Length: > 0 }, _) when expirations++ < 2 => Recording.Load("list-continue-410").PlayAsync(context),
            ({ Length: > 0 }, _) => Answers.Json(Answers.ListJson(9, Answers.PodJson("b", "2", 2)))(context),
            _ => Answers.Json("""{"metadata":{"resourceVersion":"5","continue":"more"},"items":[{"metadata":{"name":"a"}}]}""")(context),
        });
        using var client = server.Client();

        var list = await client.ListAsync(ResourceTypes.Pods, new("ns"), Token);

        Assert.Equal(["a", "b"], list.Items.Select(p => p.Metadata.Name));
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task List_gives_up_paging_when_pages_expire_every_time()
    {
        await using var server = await TestServer.StartAsync(context => (context.Request.Query.ContainsKey("continue"), context.Request.Query.ContainsKey("limit")) switch
        {
            (true, _) => Recording.Load("list-continue-410").PlayAsync(context),
            (_, true) => Answers.Json("""{"metadata":{"resourceVersion":"5","continue":"more"},"items":[]}""")(context),
            _ => Answers.Json(Answers.ListJson(9, Answers.PodJson("b", "2", 2)))(context),
        });
        using var client = server.Client();

        var list = await client.ListAsync(ResourceTypes.Pods, new("ns"), Token);

        Assert.Equal("9", list.Metadata.ResourceVersion);
        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    public async Task Reads_are_tried_again_three_times_and_creations_never()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(503, "ServiceUnavailable", "not now"));
        using var client = server.Client(new FastTimeProvider());

        await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));
        Assert.Equal(4, server.Requests.Count);

        await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ResourceTypes.Pods, "ns", new Pod(), cancellationToken: Token));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_request_without_an_answer_fails_after_its_time_limit()
    {
        await using var server = await TestServer.StartAsync(Answers.HangAsync);
        using var client = server.Client(options: new KubernetesClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(50), ReadRetries = 0 });

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.True(failure.IsTransient);
        Assert.Equal($"getting Pod ns/x: no complete answer from {server.Connection.Server.GetLeftPart(UriPartial.Authority)} within 0.05 s", failure.Message);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_its_own_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = await TestServer.StartAsync(async context =>
        {
            await stop.CancelAsync();
            await Answers.HangAsync(context);
        });
        using var client = server.Client();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", stop.Token));

        Assert.Equal(stop.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task The_servers_clock_is_taken_from_every_answer()
    {
        await using var server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.Date = "Sat, 21 Nov 2026 02:48:22 GMT";
            return Answers.Status(404, "NotFound", "no")(context);
        });
        using var client = server.Client();
        Assert.Null(client.ServerDate);

        await client.FindAsync(ResourceTypes.Pods, "ns", "x", Token);

        Assert.Equal(new DateTimeOffset(2026, 11, 21, 2, 48, 22, TimeSpan.Zero), client.ServerDate);
    }

    [Fact]
    public async Task Compressed_answers_are_read()
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            Assert.Equal("gzip", context.Request.Headers.AcceptEncoding);
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Answers.ListJson(3, Answers.PodJson("a", "1", 1))), context.RequestAborted);
        });
        using var client = server.Client();

        Assert.Equal("a", Assert.Single((await client.ListAsync(ResourceTypes.Pods, new("ns"), Token)).Items).Metadata.Name);
    }

    [Fact]
    public async Task The_path_of_the_servers_address_comes_first()
    {
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)));
        using var client = new KubernetesClient(server.Connection with { Server = new Uri(server.Address, "/k8s/clusters/c1/") });

        await client.GetAsync(ResourceTypes.Nodes, null, "n 1", Token);

        Assert.Equal("/k8s/clusters/c1/api/v1/nodes/n 1", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task Log_options_become_a_query()
    {
        await using var server = await TestServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var client = server.Client();

        await using var log = await client.OpenLogAsync("ns", "p", new PodLogOptions { Container = "main", Follow = true, Timestamps = true, SinceTime = new DateTimeOffset(2026, 1, 2, 4, 4, 5, 999, TimeSpan.FromHours(1)) }, Token);

        using var reader = new StreamReader(log!);
        Assert.Equal("hello", await reader.ReadToEndAsync(Token));
        var query = Assert.Single(server.Requests).Query;
        Assert.Equal([new("container", "main"), new("follow", "true"), new("timestamps", "true"), new("sinceTime", "2026-01-02T03:04:05Z")], query);
    }

    [Fact]
    public async Task The_log_of_an_unscheduled_pod_is_null()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("log-204-unscheduled").PlayAsync);
        using var client = server.Client();

        Assert.Null(await client.OpenLogAsync("ns", "p", new PodLogOptions { Follow = true }, Token));
    }
}
