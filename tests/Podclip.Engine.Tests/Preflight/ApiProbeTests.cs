using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Podclip.Engine.Preflight;
using Podclip.Engine.Tests.Cluster;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Engine.Tests.Preflight;

/// <summary>Servers that cannot be used: each is one finding, soon.</summary>
public sealed partial class ApiProbeTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Nobody_listens()
    {
        var report = await RunAsync(Connection(new Uri("https://127.0.0.1:9")));
        AssertOnly(report, "k8s_api_unreachable", "connection refused");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_one_connection()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        AssertOnly(await RunAsync(Connection(new Uri($"https://{silent.LocalEndpoint}"))), "k8s_api_unreachable", "no connection in time");
        using var first = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Assert.False(silent.Pending());
    }

    [Fact]
    public async Task A_web_server_is_no_API_server()
    {
        await using var web = await WebServerAsync(context => context.Response.WriteAsync("<html>welcome</html>"));
        AssertOnly(await RunAsync(Connection(AddressOf(web))), "k8s_api_unreachable", "cannot be read");
    }

    [Fact]
    public async Task A_token_that_is_not_accepted()
    {
        var report = await RunAsync(Account("token: wrong"));
        AssertOnly(report, "k8s_api_unauthorized", "401 Unauthorized");
    }

    [Fact]
    public async Task Credentials_of_nobody()
    {
        var report = await RunAsync(Account("{}"));
        AssertOnly(report, "k8s_api_unauthorized", "system:anonymous");
    }

    [Fact]
    public async Task A_certificate_that_the_authority_did_not_issue()
    {
        using var key = ECDsa.Create();
        using var stranger = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        var report = await RunAsync(fixture.Client.Connection with { CertificateAuthorities = [stranger] });
        AssertOnly(report, "k8s_api_untrusted", "certificate");
    }

    [Fact]
    public async Task A_server_that_is_lost_on_the_way_is_one_finding_more()
    {
        await using var web = await WebServerAsync(async context =>
        {
            if (context.Request.Path == "/version")
            {
                await context.Response.WriteAsync("""{"major":"1","minor":"20+","gitVersion":"v1.20.7"}""");
            }
            else if (context.Request.Path.Value!.EndsWith("selfsubjectreviews", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 404;
            }
            else
            {
                context.Abort();
            }
        });
        var report = await RunAsync(Connection(AddressOf(web)));
        Assert.Equal(["k8s_api_reachable", "k8s_version_old", "k8s_api_unreachable"], report.Findings.Select(finding => finding.Code));
        Assert.Equal(RunOutcome.ClusterUnavailable, report.Outcome);
    }

    [Fact]
    public async Task A_server_that_takes_all_the_time_for_its_first_answers_is_one_finding()
    {
        await using var web = await WebServerAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var options = new PreflightOptions { Connection = Connection(AddressOf(web)), Namespace = "default", Limit = TimeSpan.FromMilliseconds(300) };
        AssertOnly(await new ClusterPreflight(options).RunAsync(Plans.Of(EngineHost.Script("true")), TestContext.Current.CancellationToken), "k8s_api_unreachable", "the time for all checks");
    }

    private static async Task<PreflightReport> RunAsync(ClusterConnection connection) =>
        await new ClusterPreflight(new PreflightOptions { Connection = connection, Namespace = "default" }).RunAsync(Plans.Of(EngineHost.Script("true")), TestContext.Current.CancellationToken);

    private static ClusterConnection Connection(Uri server) => new() { Server = server, Description = "a test" };

    private static void AssertOnly(PreflightReport report, string code, string words)
    {
        var finding = Assert.Single(report.Findings);
        Assert.Equal((code, FindingLevel.Error, RunOutcome.ClusterUnavailable), (finding.Code, finding.Level, finding.Outcome));
        Assert.Contains(words, finding.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(finding.Remedy);
    }

    private static async Task<WebApplication> WebServerAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The cluster's connection with another user.</summary>
    private ClusterConnection Account(string user)
    {
        using var directory = new TemporaryDirectory();
        var own = Path.Combine(directory.Path, "kubeconfig");
        File.WriteAllText(own, Token().Replace(File.ReadAllText(fixture.Cluster.KubeconfigPath), user));
        return KubeConfig.Load(own);
    }

    [GeneratedRegex(@"token: \S+", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
