using System.Security.Cryptography.X509Certificates;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration.Plugins;

/// <summary>When a credential is asked for anew.</summary>
public sealed class PluginCredentialsTests : IDisposable
{
    // Gives token-1, token-2, … in turn.
    private const string Counting = """echo run >> $DIR/runs; n=$(wc -l < $DIR/runs); """;

    private readonly PluginFixture _plugin = new();
    private readonly SettableClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _plugin.Dispose();

    [Fact]
    public async Task A_token_is_used_until_shortly_before_its_end()
    {
        var source = _plugin.Load(Counting + PluginFixture.Print("\"token\":\"token-'$n'\",\"expirationTimestamp\":\"2026-11-21T13:00:00Z\""), time: _clock).Credentials!;

        Assert.Equal("token-1", await AskAsync(source));
        _clock.Now = new DateTimeOffset(2026, 11, 21, 12, 59, 29, TimeSpan.Zero);
        Assert.Equal("token-1", await AskAsync(source));
        _clock.Now = _clock.Now.AddSeconds(1);
        Assert.Equal("token-2", await AskAsync(source));
    }

    [Fact]
    public async Task A_token_without_an_end_is_used_for_good()
    {
        var source = _plugin.Load(Counting + PluginFixture.Print("\"token\":\"token-'$n'\",\"expirationTimestamp\":null"), time: _clock).Credentials!;

        Assert.Equal("token-1", await AskAsync(source));
        _clock.Now = _clock.Now.AddYears(10);
        Assert.Equal("token-1", await AskAsync(source));
    }

    [Fact]
    public async Task A_short_life_is_used_for_three_quarters_and_an_ended_one_once()
    {
        var source = _plugin.Load(Counting + "case $n in 1) end=12:00:40Z;; *) end=11:00:00Z;; esac; " + PluginFixture.Print("\"token\":\"token-'$n'\",\"expirationTimestamp\":\"2026-11-21T'$end'\""), time: _clock).Credentials!;

        Assert.Equal("token-1", await AskAsync(source));
        _clock.Now = _clock.Now.AddSeconds(29);
        Assert.Equal("token-1", await AskAsync(source));
        _clock.Now = _clock.Now.AddSeconds(1);
        Assert.Equal("token-2", await AskAsync(source));
        Assert.Equal("token-3", await AskAsync(source));
    }

    [Fact]
    public async Task Many_callers_at_once_start_one_process()
    {
        var source = _plugin.Load(Counting + "sleep 0.2; " + PluginFixture.Print("\"token\":\"token-'$n'\",\"expirationTimestamp\":\"2026-11-21T11:00:00Z\""), time: _clock).Credentials!;

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(source)));

        Assert.All(tokens, t => Assert.Equal("token-1", t));
        Assert.Equal(1, _plugin.Runs);
    }

    [Fact]
    public async Task Who_waits_for_a_failing_plugin_gets_its_failure_and_the_next_one_tries_again()
    {
        var source = _plugin.Load(Counting + "sleep 0.2; exit 4", time: _clock).Credentials!;

        var failures = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Assert.ThrowsAsync<KubernetesException>(() => AskAsync(source))));

        Assert.All(failures, f => Assert.Equal("exec plugin sh of user \"u\": exit code 4", f.Message));
        Assert.Equal(1, _plugin.Runs);
        await Assert.ThrowsAsync<KubernetesException>(() => AskAsync(source));
        Assert.Equal(2, _plugin.Runs);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_request_sent_again()
    {
        await using var server = await TestServer.StartAsync(context => context.Request.Headers.Authorization == "Bearer token-2"
            ? Answers.Json(Answers.PodJson("a", "1", 1), 201)(context)
            : Answers.Status(401, "Unauthorized", "Unauthorized")(context));
        using var client = new KubernetesClient(_plugin.Load(Counting + PluginFixture.Print("\"token\":\"token-'$n'\""), server.Address.ToString()));

        await client.CreateAsync(ResourceTypes.Pods, "ns", new Pod(), cancellationToken: Token);
        await client.GetAsync(ResourceTypes.Pods, "ns", "a", Token);

        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-2"], server.Requests.Select(r => r.Headers["Authorization"]));
        Assert.Equal(server.Requests.First().Body, server.Requests.ElementAt(1).Body);
    }

    [Fact]
    public async Task A_server_that_refuses_every_token_is_asked_twice()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(401, "Unauthorized", "Unauthorized"));
        using var client = new KubernetesClient(_plugin.Load(Counting + PluginFixture.Print("\"token\":\"token-'$n'\""), server.Address.ToString()));

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "a", Token));

        Assert.Equal(401, failure.StatusCode);
        Assert.Equal(2, server.Requests.Count);
        Assert.DoesNotContain("token-", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_gives_the_refused_token_again_saves_the_second_request()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(401, "Unauthorized", "Unauthorized"));
        using var client = new KubernetesClient(_plugin.Load(Counting + PluginFixture.Print("\"token\":\"same\""), server.Address.ToString()));

        await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "a", Token));

        Assert.Single(server.Requests);
        Assert.Equal(2, _plugin.Runs);
    }

    [Fact]
    public async Task A_refused_file_token_is_read_again_at_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("token", "old");
        await using var server = await TestServer.StartAsync(async context =>
        {
            await File.WriteAllTextAsync(file, "new", context.RequestAborted);
            await (context.Request.Headers.Authorization == "Bearer new" ? Answers.Json(Answers.PodJson("a", "1", 1)) : Answers.Status(401, "Unauthorized", "Unauthorized"))(context);
        });
        using var client = new KubernetesClient(server.Connection with { Credentials = new FileToken(file, null, TimeProvider.System) });

        await client.GetAsync(ResourceTypes.Pods, "ns", "a", Token);

        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(r => r.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_new_client_certificate_is_presented_on_new_connections()
    {
        using var ca = new TestAuthority();
        using var users = new TestAuthority();
        for (var i = 1; i <= 2; i++)
        {
            using var certificate = users.Issue($"me-{i}");
            await File.WriteAllTextAsync($"{_plugin.Folder}/{i}.crt", certificate.ExportCertificatePem().ReplaceLineEndings("\\n"), Token);
            await File.WriteAllTextAsync($"{_plugin.Folder}/{i}.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\\n"), Token);
        }

        await using var server = await TestServer.StartAsync(
            async context =>
            {
                var name = (await context.Connection.GetClientCertificateAsync(context.RequestAborted))!.Subject;
                await (name == "CN=me-2" ? Answers.Json(Answers.PodJson(name, "1", 1)) : Answers.Status(401, "Unauthorized", "expired"))(context);
            },
            ca.Issue("127.0.0.1"),
            wantClientCertificate: true);
        var script = Counting + """printf '%s' '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"'"$(cat $DIR/$n.crt)"'","clientKeyData":"'"$(cat $DIR/$n.key)"'"}}'""";
        using var client = new KubernetesClient(_plugin.Load(script, server.Address.ToString()) with { CertificateAuthorities = [ca.Certificate] });

        Assert.Equal("CN=me-2", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
        Assert.Equal("CN=me-2", (await client.GetAsync(ResourceTypes.Pods, "ns", "x", Token)).Metadata.Name);
        Assert.Equal(2, _plugin.Runs);
    }

    private static async Task<string?> AskAsync(ICredentialSource source) => (await source.GetAsync(Token)).Token;
}
