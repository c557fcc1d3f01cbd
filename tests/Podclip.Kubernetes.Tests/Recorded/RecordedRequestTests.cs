using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <summary>Each recorded request that the client can make is made by it: it must ask the same, and understand the answer.</summary>
public class RecordedRequestTests
{
    // What a typed client has no way to say: bodies that are no object of the kind, unknown media types and policies, and a
    // replacement without a version.
    private static readonly string[] Unsayable =
    [
        "job-405", "job-create-400-bad-json", "job-create-400-wrong-type", "job-create-415-text-plain", "job-delete-422-bad-policy",
        "job-patch-415-application-json", "job-patch-object-body-as-json-patch-400", "lease-create-400-time", "lease-create-400-time-3digits", "lease-put-422-no-rv",
    ];

    public static TheoryData<string> Answered() => [.. Asked().Where(n => Recording.Load(n) is { Status: < 300, Body: JsonObject body } && body["metadata"]?["continue"] is null && (string?)body["kind"] != "Table")];

    public static TheoryData<string> Refused() => [.. Asked().Where(n => Recording.Load(n).Status >= 400)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task The_client_asks_the_same_and_reads_the_answer(string name)
    {
        var (recording, target) = Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var objects = await RecordedKind.Of(target)!.AskAsync(client, recording, target, Token);

        var request = Assert.Single(server.Requests);
        Assert.Equal((recording.Method, recording.Path.Split('?')[0]), (request.Method, request.Path));
        foreach (var parameter in new[] { "labelSelector", "fieldSelector", "dryRun" })
        {
            Assert.Equal(target.Query.GetValueOrDefault(parameter).ToString(), request.Query.GetValueOrDefault(parameter) ?? "");
        }

        Assert.Equal(recording.Method == "GET" && target.Name is null ? "500" : null, request.Query.GetValueOrDefault("limit"));
        AssertSameBody(recording, request);
        var expected = recording.Body is { } body ? body["items"]?.AsArray().Select(i => i!) ?? (recording.Method == "DELETE" ? [] : [body]) : [];
        Assert.Equal(
            expected.Select(e => e["metadata"]!).Select(m => $"{m["namespace"]}/{m["name"]} {m["uid"]} {m["resourceVersion"]}"),
            objects.Select(o => o.Metadata).Select(m => $"{m.Namespace}/{m.Name} {m.Uid} {m.ResourceVersion}"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_says_what_was_asked_and_what_the_server_said(string name)
    {
        var (recording, target) = Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client(options: new KubernetesClientOptions { ReadRetries = 0 });
        if (recording is { Method: "DELETE", Status: 404 })
        {
            Assert.False(await client.DeleteAsync(ResourceTypes.Jobs, target.Namespace, target.Name!, PropagationPolicy.Background, cancellationToken: Token));
            return;
        }

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => RecordedKind.Of(target)!.AskAsync(client, recording, target, Token));

        Assert.Equal((recording.Status, (string?)recording.Body!["reason"]), (failure.StatusCode, failure.Reason));
        Assert.EndsWith((string)recording.Body["message"]!, failure.Message, StringComparison.Ordinal);
        Assert.Equal(recording.Status == 504, failure.IsTransient);
        Assert.Equal(recording.Status == 410, failure.IsExpired);
        Assert.Equal(recording.Status == 409 && failure.Reason == "AlreadyExists", failure.IsAlreadyExists);
        Assert.Equal(recording.Status == 409 && failure.Reason == "Conflict", failure.IsConflict);
        Assert.Equal(recording.Body["details"]?["causes"]?.AsArray().Count ?? 0, failure.Status?.Details?.Causes?.Count ?? 0);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Recorded_pages_are_read_as_one_list()
    {
        var pages = new[] { "job-list-limit2-page1", "job-list-limit2-page2", "job-list-limit2-page3" }.Select(Recording.Load).ToArray();
        await using var server = await TestServer.StartAsync(context => pages.Single(p => (string?)RecordedTarget.Of(p)!.Query.GetValueOrDefault("continue") == context.Request.Query["continue"]).PlayAsync(context));
        using var client = server.Client(options: new KubernetesClientOptions { PageSize = 2 });

        var list = await client.ListAsync(ResourceTypes.Jobs, new ResourceSelector("wire", "paperclip.io/agent-id=agent-l"), Token);

        Assert.Equal(["l0", "l1", "l2", "l3", "l4"], list.Items.Select(j => j.Metadata.Name));
        Assert.Equal(("407", null, null), (list.Metadata.ResourceVersion, list.Metadata.Continue, list.Metadata.RemainingItemCount));
        Assert.Equal(pages.Select(p => p.Path.Replace("/apis/batch/v1/namespaces/wire/jobs?", "", StringComparison.Ordinal).Split('&').Order()), server.Requests.Select(r => r.Query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value).Replace("%2F", "/", StringComparison.Ordinal)}").Order()));
    }

    [Fact]
    public async Task Recorded_pages_that_expire_are_read_from_the_start()
    {
        var expirations = 0;
        await using var server = await TestServer.StartAsync(context =>
            (!context.Request.Query.ContainsKey("continue") ? Recording.Load(expirations == 0 ? "list-expired-page1" : "job-list-labelselector") : Expire()).PlayAsync(context));
        using var client = server.Client();

        Recording Expire()
        {
            expirations++;
            return Recording.Load("list-continue-410");
        }

        var list = await client.ListAsync(ResourceTypes.Jobs, new ResourceSelector("wire"), Token);

        Assert.Equal(1, expirations);
        Assert.Equal((string?)Recording.Load("job-list-labelselector").Body!["metadata"]!["resourceVersion"], list.Metadata.ResourceVersion);
    }

    private static void AssertSameBody(Recording recording, SeenRequest request)
    {
        switch (recording.Method)
        {
            case "POST" or "PUT":
                Assert.True(JsonNode.DeepEquals(recording.RequestBody, JsonNode.Parse(request.Body)), request.Body);
                break;
            case "PATCH":
                Assert.True(JsonNode.DeepEquals(recording.RequestBody, JsonNode.Parse(request.Body)), request.Body);
                Assert.Equal(recording.RequestHeaders["Content-Type"], request.Headers["Content-Type"]);
                break;
            case "DELETE":
                Assert.NotNull(JsonNode.Parse(request.Body)!["propagationPolicy"]);
                break;
            default:
                Assert.Empty(request.Body);
                break;
        }
    }

    private static IEnumerable<string> Asked() => Recording.Names("*").Except(Unsayable).Where(name =>
    {
        var recording = Recording.Load(name);
        return recording.Frames is null && RecordedTarget.Of(recording) is { } target && RecordedKind.Of(target) is not null
            && !target.Query.ContainsKey("watch") && RecordedKind.CanAsk(recording, target);
    });

    private static (Recording Recording, RecordedTarget Target) Load(string name)
    {
        var recording = Recording.Load(name);
        return (recording, RecordedTarget.Of(recording)!);
    }
}
