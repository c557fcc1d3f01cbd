using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class ProxyTests
{
    private const string Host = "kube.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "CONNECT kube.example:6443 HTTP/1.1")]
    [InlineData("https", "CONNECT kube.example:6443 HTTP/1.1")]
    [InlineData("socks5", "kube.example:6443")]
    [InlineData("socks5h", "kube.example:6443")]
    public async Task Requests_go_through_the_proxy_which_resolves_the_name(string scheme, string asked)
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)), ca.Issue(Host));
        await using var proxy = TestProxy.Start(server.Address, certificate: scheme == "https" ? ca.Issue("127.0.0.1") : null);
        using var client = Client(ca, $"{scheme}://127.0.0.1:{proxy.Port}");

        Assert.Equal("a", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);

        Assert.Equal([asked], proxy.Asked);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task User_and_password_are_given_to_the_proxy(string scheme)
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)), ca.Issue(Host));
        await using var proxy = TestProxy.Start(server.Address, ("me@home", "s3:cret"));
        using var client = Client(ca, $"{scheme}://me%40home:s3:cret@127.0.0.1:{proxy.Port}");

        Assert.Equal("a", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);

        Assert.Equal(scheme == "http" ? "CONNECT kube.example:6443 HTTP/1.1 Basic bWVAaG9tZTpzMzpjcmV0" : "kube.example:6443", proxy.Asked.Last());
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_refused_password_is_not_shown(string scheme)
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json("{}"), ca.Issue(Host));
        await using var proxy = TestProxy.Start(server.Address, ("me", "other"));
        using var client = Client(ca, $"{scheme}://me:s3cret@127.0.0.1:{proxy.Port}");

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.StartsWith("getting Pod ns/x: cannot reach https://kube.example:6443: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure + client.Connection.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static KubernetesClient Client(TestAuthority ca, string proxy)
    {
        Assert.True(ClusterProxy.TryParse(proxy, out var parsed));
        var connection = new ClusterConnection { Server = new Uri($"https://{Host}:6443"), Description = "test", CertificateAuthorities = [ca.Certificate], Proxy = parsed };
        return new KubernetesClient(connection, options: new KubernetesClientOptions { ReadRetries = 0 });
    }
}
