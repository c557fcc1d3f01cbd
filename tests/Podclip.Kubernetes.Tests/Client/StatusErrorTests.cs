using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class StatusErrorTests
{
    public static TheoryData<string> Failures() => [.. Recording.Names("*").Where(n => Recording.Load(n) is { Status: >= 400, Name: not "exec-403-bad-protocol" })];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_recorded_refusal_becomes_an_exception_with_its_fields(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ResourceTypes.Jobs, "ns", Job("x"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(recording.Status, failure.StatusCode);
        var isStatus = (string?)(recording.Body as System.Text.Json.Nodes.JsonObject)?["kind"] == "Status";
        var reason = isStatus ? (string?)recording.Body!["reason"] : null;
        Assert.Equal(reason, failure.Reason);
        Assert.StartsWith($"creating Job ns/x: {recording.Status} {reason}".TrimEnd(), failure.Message, StringComparison.Ordinal);
        Assert.Contains(isStatus ? (string)recording.Body!["message"]! : "404 page not found", failure.Message, StringComparison.Ordinal);
        Assert.Equal(recording.Status == 409 && reason == "AlreadyExists", failure.IsAlreadyExists);
        Assert.Equal(recording.Status == 409 && reason == "Conflict", failure.IsConflict);
        Assert.Equal(recording.Status == 404, failure.IsNotFound);
        Assert.Equal(recording.Status == 403, failure.IsForbidden);
        Assert.Equal(recording.Status == 410, failure.IsExpired);
        Assert.Equal(recording.Status == 504, failure.IsTransient);
    }

    [Fact]
    public async Task A_timeout_of_the_server_says_how_long_to_wait()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("job-list-504-future-rv").PlayAsync);
        using var client = server.Client(options: new KubernetesClientOptions { ReadRetries = 0 });

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.ListAsync(ResourceTypes.Jobs, new("ns"), TestContext.Current.CancellationToken));

        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
        Assert.Equal("ResourceVersionTooLarge", failure.Status!.Details!.Causes![0].Reason);
    }

    [Theory]
    [InlineData(500, "etcdserver: leader changed", true)]
    [InlineData(500, "Get \"https://node:10250/containerLogs/x\": remote error: tls: internal error", true)]
    [InlineData(500, "error dialing backend: dial tcp 10.0.0.7:10250: connect: connection refused", true)]
    [InlineData(500, "resourceVersion: Invalid value: \"x\"", false)]
    [InlineData(429, "too many requests", true)]
    [InlineData(408, "request timeout", true)]
    [InlineData(502, "bad gateway", true)]
    [InlineData(503, "the server is currently unable to handle the request", true)]
    [InlineData(403, "exceeded quota", false)]
    [InlineData(422, "is invalid", false)]
    public async Task Only_failures_that_may_pass_are_transient(int status, string message, bool expected)
    {
        await using var server = await TestServer.StartAsync(Answers.Status(status, "", message));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ResourceTypes.Jobs, "ns", Job("x"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(expected, failure.IsTransient);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_network_failure_names_the_server_and_the_cause()
    {
        using var client = new KubernetesClient(new ClusterConnection { Server = new Uri("http://127.0.0.1:1"), Description = "nowhere" }, options: new KubernetesClientOptions { ReadRetries = 0 });

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", TestContext.Current.CancellationToken));

        Assert.Equal("getting Pod ns/x: cannot reach http://127.0.0.1:1: connection refused", failure.Message);
        Assert.True(failure.IsTransient);
        Assert.Null(failure.StatusCode);
    }

    private static Job Job(string name) => new() { Metadata = new ObjectMeta { Name = name } };
}
