using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Client;

public class TlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_servers_certificate_is_checked_against_the_given_authority_and_http2_is_used()
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(context => Answers.Json(Answers.PodJson(context.Request.Protocol, "1", 1))(context), ca.Issue("127.0.0.1"));
        using var client = Client(server, c => c with { CertificateAuthorities = [ca.Certificate] });

        Assert.Equal("HTTP/2", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_for_good()
    {
        using var ca = new TestAuthority();
        using var other = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json("{}"), ca.Issue("127.0.0.1"));
        using var client = Client(server, c => c with { CertificateAuthorities = [other.Certificate] });

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.False(failure.IsTransient);
        Assert.Contains("certificate", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("127.0.0.2", null, false)]
    [InlineData("localhost", null, false)]
    [InlineData("kube.example", "kube.example", true)]
    [InlineData("kube.example", "other.example", false)]
    public async Task The_name_in_the_certificate_must_be_the_one_connected_to(string certificateName, string? tlsServerName, bool trusted)
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)), ca.Issue(certificateName));
        using var client = Client(server, c => c with { CertificateAuthorities = [ca.Certificate], TlsServerName = tlsServerName });

        if (trusted)
        {
            Assert.Equal("a", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
        }
        else
        {
            var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));
            Assert.False(failure.IsTransient);
        }
    }

    [Fact]
    public async Task An_unchecked_certificate_may_be_any()
    {
        using var ca = new TestAuthority();
        await using var server = await TestServer.StartAsync(Answers.Json(Answers.PodJson("a", "1", 1)), ca.Issue("elsewhere"));
        using var client = Client(server, c => c with { SkipTlsVerification = true });

        Assert.Equal("a", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
    }

    [Fact]
    public async Task A_client_certificate_is_presented()
    {
        using var ca = new TestAuthority();
        using var users = new TestAuthority();
        using var mine = users.Issue("me");
        await using var server = await TestServer.StartAsync(
            async context => await Answers.Json(Answers.PodJson((await context.Connection.GetClientCertificateAsync(context.RequestAborted))!.Thumbprint, "1", 1))(context),
            ca.Issue("127.0.0.1"),
            wantClientCertificate: true);
        using var client = Client(server, c => c with { CertificateAuthorities = [ca.Certificate], ClientCertificate = mine });

        Assert.Equal(mine.Thumbprint, (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
    }

    private static KubernetesClient Client(TestServer server, Func<ClusterConnection, ClusterConnection> change) => new(change(server.Connection));
}
