using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class ReplaceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_is_written_back_as_the_recorded_client_did()
    {
        var recording = Recording.Load("lease-put-ok");
        await using var server = await TestServer.StartAsync(context => (context.Request.Method == "GET" ? Recording.Load("lease-get") : recording).PlayAsync(context));
        using var client = server.Client();
        var lease = await client.GetAsync(ResourceTypes.Leases, "wire", "agent-1", Token);

        var stored = await client.ReplaceAsync(ResourceTypes.Leases, "wire", lease with { Spec = lease.Spec! with { RenewTime = new DateTimeOffset(2026, 11, 21, 2, 0, 5, TimeSpan.Zero) } }, cancellationToken: Token);

        var request = server.Requests.Last();
        Assert.Equal(("PUT", recording.Path, "podclip"), (request.Method, request.Path, request.Query["fieldManager"]));
        Assert.Equal("2026-11-21T02:00:05.000000Z", (string?)JsonNode.Parse(request.Body)!["spec"]!["renewTime"]);
        Assert.Equal((string?)recording.Body!["metadata"]!["resourceVersion"], stored.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("lease-put-conflict-409").PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.ReplaceAsync(ResourceTypes.Leases, "wire", Named("a", "1"), cancellationToken: Token));

        Assert.True(failure.IsConflict);
        Assert.StartsWith("replacing Lease wire/a: 409 Conflict: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_a_version_would_overwrite_blindly_and_is_refused()
    {
        await using var server = await TestServer.StartAsync(Answers.Json("{}"));
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.ReplaceAsync(ResourceTypes.Leases, "wire", Named("a", null), cancellationToken: Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => client.ReplaceAsync(ResourceTypes.Leases, "wire", Named(null, "1"), cancellationToken: Token));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Every_change_can_be_a_dry_run()
    {
        await using var server = await TestServer.StartAsync(Answers.Json("{}"));
        using var client = server.Client();

        await client.CreateAsync(ResourceTypes.Leases, "ns", Named("a", null), dryRun: true, Token);
        await client.ReplaceAsync(ResourceTypes.Leases, "ns", Named("a", "1"), dryRun: true, Token);
        await client.PatchAsync(ResourceTypes.Leases, "ns", "a", Patch.Merge([]), dryRun: true, Token);
        await client.DeleteAsync(ResourceTypes.Leases, "ns", "a", PropagationPolicy.Background, dryRun: true, cancellationToken: Token);
        await client.DeleteAsync(ResourceTypes.Leases, "ns", "a", PropagationPolicy.Background, cancellationToken: Token);

        Assert.All(server.Requests.Take(3), r => Assert.Equal("All", r.Query["dryRun"]));
        Assert.Equal("""{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background","dryRun":["All"]}""", server.Requests.ElementAt(3).Body);
        Assert.DoesNotContain("dryRun", server.Requests.ElementAt(4).Body, StringComparison.Ordinal);
    }

    private static Lease Named(string? name, string? version) => new() { Metadata = new ObjectMeta { Name = name, ResourceVersion = version } };
}
