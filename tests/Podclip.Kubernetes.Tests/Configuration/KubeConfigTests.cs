using System.Security.Cryptography.X509Certificates;
using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _ca = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _ca.Dispose();
    }

    [Fact]
    public async Task A_context_gives_its_server_namespace_authority_and_token()
    {
        var file = _folder.Write("config", $"""
            apiVersion: v1
            kind: Config
            current-context: dev
            future: [ignored]
            contexts:
            - name: other
              context: dict()
            - name: dev
              context:
                cluster: c1
                user: u1
                namespace: team
            clusters:
            - name: c1
              cluster:
                server: https://10.0.0.1:6443
                certificate-authority-data: {Base64(_ca.Certificate.ExportCertificatePem())}
                tls-server-name: kube.example
                proxy-url: http://proxy:3128
            users:
            - name: u1
              user:
                token: s3cret
            """);

        var connection = KubeConfig.Load(file);

        Assert.Equal(new Uri("https://10.0.0.1:6443"), connection.Server);
        Assert.Equal("team", connection.DefaultNamespace);
        Assert.Equal($"context dev of {file}", connection.Description);
        Assert.Equal(_ca.Certificate.Thumbprint, Assert.Single(connection.CertificateAuthorities!).Thumbprint);
        Assert.Equal("kube.example", connection.TlsServerName);
        Assert.Equal(new Uri("http://proxy:3128"), connection.Proxy!.Address);
        Assert.Equal("s3cret", (await connection.Credentials!.GetAsync(Token)).Token);
        Assert.DoesNotContain("s3cret", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_found_relative_to_the_kubeconfig()
    {
        using var mine = _ca.Issue("me");
        _folder.Write("pki/ca.crt", _ca.Certificate.ExportCertificatePem());
        _folder.Write("pki/me.crt", mine.ExportCertificatePem());
        _folder.Write("me.key", mine.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var file = _folder.Write("sub/config", Config("certificate-authority: ../pki/ca.crt", "client-certificate: ../pki/me.crt\n    client-key: ../me.key"));

        var connection = KubeConfig.Load(file, "ctx");

        Assert.Single(connection.CertificateAuthorities!);
        Assert.Equal(mine.Thumbprint, connection.ClientCertificate!.Thumbprint);
        Assert.True(connection.ClientCertificate.HasPrivateKey);
        Assert.Equal("default", connection.DefaultNamespace);
    }

    [Fact]
    public void A_json_kubeconfig_works_too()
    {
        using var mine = _ca.Issue("me");
        var file = _folder.Write("config.json", $$$"""
            {"apiVersion":"v1","kind":"Config","current-context":"x","contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}],
             "clusters":[{"name":"c","cluster":{"server":"https://h:1","insecure-skip-tls-verify":true}}],
             "users":[{"name":"u","user":{"client-certificate-data":"{{{Base64(mine.ExportCertificatePem())}}}","client-key-data":"{{{Base64(mine.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}}}"}}]}
            """);

        var connection = KubeConfig.Load(file);

        Assert.True(connection.SkipTlsVerification);
        Assert.Equal(mine.Thumbprint, connection.ClientCertificate!.Thumbprint);
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var file = _folder.Write("config", Config(
            "certificate-authority-data: '%%%'\n    insecure-skip-tls-verify: maybe",
            "client-certificate: missing.crt\n    token: [a]\n    exec:\n      command: aws\n    as: admin\n    username: bob",
            server: "10.0.0.1:6443"));

        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file, "ctx"));

        Assert.StartsWith($"{file} cannot be used: ", failure.Message, StringComparison.Ordinal);
        string[] problems =
        [
            "server of cluster \"c\" is not an http(s) address",
            "insecure-skip-tls-verify of cluster \"c\" is neither true nor false",
            "certificate-authority-data of cluster \"c\" is not base64",
            "client-certificate of user \"u\" cannot be read",
            "user \"u\" has a client-certificate without a client-key",
            "apiVersion of exec of user \"u\" is neither client.authentication.k8s.io/v1 nor client.authentication.k8s.io/v1beta1",
            "user \"u\" uses a user name and password (username), which is not supported yet",
            "user \"u\" uses impersonation (as), which is not supported yet",
            "token of user \"u\" is not a text",
        ];
        Assert.All(problems, p => Assert.Contains(p, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_context_that_refers_to_nothing_says_so()
    {
        var file = _folder.Write("config", "contexts:\n- name: a\n  context: {cluster: c9, user: u9}\n- name: b\n  context: {}\n");

        Assert.Contains("context \"a\" names cluster \"c9\", which is not in the file; context \"a\" names user \"u9\", which is not in the file", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file, "a")).Message, StringComparison.Ordinal);
        Assert.Contains("context \"b\" names no cluster", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file, "b")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no context \"c\" (there are: a, b)", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file, "c")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no current-context", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("token: \"s3cret\nclusters: [")]
    [InlineData("{{{")]
    public void A_file_that_is_no_kubeconfig_is_refused_without_quoting_it(string text)
    {
        var file = _folder.Write("config", text);

        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var file = Path.Combine(_folder.Path, "nope");

        Assert.Contains($"{file} cannot be read", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_again_after_ten_seconds_and_survives_being_replaced()
    {
        var time = new ManualTimeProvider();
        var tokenFile = _folder.Write("token", "one\n");
        var file = _folder.Write("config", Config("", "tokenFile: token"));
        var source = KubeConfig.Load(file, "ctx", time, _ => null).Credentials!;
        Assert.Equal("one", (await source.GetAsync(Token)).Token);

        _folder.Write("token", "two");
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("one", (await source.GetAsync(Token)).Token);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("two", (await source.GetAsync(Token)).Token);

        File.Delete(tokenFile);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("two", (await source.GetAsync(Token)).Token);
    }

    [Fact]
    public async Task A_pod_finds_its_service_account()
    {
        _folder.Write("token", "abc");
        _folder.Write("namespace", "team\n");
        _folder.Write("ca.crt", _ca.Certificate.ExportCertificatePem());
        var environment = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "fd00::1", ["KUBERNETES_SERVICE_PORT"] = "443" };

        Assert.True(InClusterConfiguration.TryLoad(_folder.Path, environment.GetValueOrDefault, TimeProvider.System, out var connection));
        Assert.Equal(new Uri("https://[fd00::1]:443"), connection.Server);
        Assert.Equal("team", connection.DefaultNamespace);
        Assert.Single(connection.CertificateAuthorities!);
        Assert.Equal("abc", (await connection.Credentials!.GetAsync(Token)).Token);
        Assert.False(InClusterConfiguration.TryLoad(_folder.Path, _ => null, TimeProvider.System, out _));
        Assert.False(InClusterConfiguration.TryLoad(Path.Combine(_folder.Path, "none"), environment.GetValueOrDefault, TimeProvider.System, out _));
    }

    [Fact]
    public async Task The_token_is_sent_and_never_shown()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(401, "Unauthorized", "Unauthorized"));
        var file = _folder.Write("config", Config("", "token: s3cret", server.Address.ToString()));
        using var client = new KubernetesClient(KubeConfig.Load(file, "ctx"));

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceTypes.Pods, "ns", "x", Token));

        Assert.Equal("Bearer s3cret", Assert.Single(server.Requests).Headers["Authorization"]);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    private static string Config(string cluster, string user, string server = "https://h:6443") => $"""
        contexts:
        - name: ctx
          context:
            cluster: c
            user: u
        clusters:
        - name: c
          cluster:
            server: {server}
            {cluster}
        users:
        - name: u
          user:
            {user}
        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
