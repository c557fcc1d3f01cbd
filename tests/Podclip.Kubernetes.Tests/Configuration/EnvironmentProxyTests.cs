using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration;

public class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://kube.example:6443", "HTTPS_PROXY=http://p:1;HTTP_PROXY=http://q:1", "http://p:1/")]
    [InlineData("http://kube.example", "HTTPS_PROXY=http://p:1;HTTP_PROXY=http://q:1", "http://q:1/")]
    [InlineData("https://kube.example", "https_proxy=http://p:1", "http://p:1/")]
    [InlineData("https://kube.example", "HTTPS_PROXY=;https_proxy=p:3128", "http://p:3128/")]
    [InlineData("https://kube.example", "HTTPS_PROXY=socks5://p", "socks5://p:1080/")]
    [InlineData("https://kube.example", "HTTPS_PROXY=https://p", "https://p/")]
    [InlineData("https://kube.example", "HTTPS_PROXY=u:pw@p:3128", "http://p:3128/")]
    [InlineData("https://kube.example", "HTTP_PROXY=http://q:1", null)]
    [InlineData("https://kube.example", "ALL_PROXY=http://q:1", null)]
    [InlineData("https://localhost:6443", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://127.3.2.1:6443", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://[::1]:6443", "HTTPS_PROXY=http://p:1", null)]
    public void The_environment_names_a_proxy_by_the_servers_scheme(string server, string environment, string? proxy) =>
        Assert.Equal(proxy, EnvironmentProxy.For(new Uri(server), Environment(environment))?.Address.ToString());

    [Theory]
    [InlineData("https://10.96.0.1", "10.0.0.0/8", true)]
    [InlineData("https://11.96.0.1", "10.0.0.0/8", false)]
    [InlineData("https://10.96.0.1", "example.com, 10.96.0.1 ,", true)]
    [InlineData("https://10.96.0.1:6443", "10.96.0.1:6443", true)]
    [InlineData("https://10.96.0.1:6443", "10.96.0.1:443", false)]
    [InlineData("https://[fd00::1]", "fd00::/16", true)]
    [InlineData("https://[fd00::1]", "fd00::1", true)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]:6443", true)]
    [InlineData("https://api.kube.example", "kube.example", true)]
    [InlineData("https://kube.example", "KUBE.example", true)]
    [InlineData("https://notkube.example", "kube.example", false)]
    [InlineData("https://api.kube.example", ".kube.example", true)]
    [InlineData("https://api.kube.example", "*.kube.example", true)]
    [InlineData("https://kube.example", ".kube.example", false)]
    [InlineData("https://kube.example:6443", "kube.example:6443", true)]
    [InlineData("https://kube.example:6443", "kube.example:443", false)]
    [InlineData("https://kube.example", "*", true)]
    [InlineData("https://kube.example", "", false)]
    [InlineData("https://kube.example", "10.0.0.0/8,other", false)]
    public void NO_PROXY_exempts_addresses_ranges_names_and_suffixes(string server, string exemptions, bool exempt)
    {
        Assert.Equal(exempt, EnvironmentProxy.For(new Uri(server), Environment($"HTTPS_PROXY=http://p:1;NO_PROXY={exemptions}")) is null);
        Assert.Equal(exempt, EnvironmentProxy.For(new Uri(server), Environment($"HTTPS_PROXY=http://p:1;no_proxy={exemptions}")) is null);
    }

    [Fact]
    public void The_kubeconfigs_own_proxy_wins_over_the_environments()
    {
        using var folder = new TemporaryFolder();
        string Config(string more) => folder.Write("config", "current-context: x\ncontexts:\n- {name: x, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: 'https://h'" + more + "}}\n");
        var environment = Environment("HTTPS_PROXY=http://p:1;NO_PROXY=");

        Assert.Equal(new Uri("socks5://own:1080"), KubeConfig.Load(Config(", proxy-url: 'socks5://a:b@own'"), null, TimeProvider.System, environment).Proxy!.Address);
        Assert.Equal(new Uri("http://p:1"), KubeConfig.Load(Config(""), null, TimeProvider.System, environment).Proxy!.Address);
    }

    [Fact]
    public void A_proxy_that_is_no_address_is_refused_without_being_quoted()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config", "current-context: x\ncontexts:\n- {name: x, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: 'https://h', proxy-url: 'ftp://me:s3cret@p'}}\n");

        Assert.Equal($"{file} cannot be used: proxy-url of cluster \"c\" is not an http, https or socks5 address", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file)).Message);
        Assert.Equal("HTTPS_PROXY is not an http, https or socks5 address", Assert.Throws<KubeConfigException>(() => EnvironmentProxy.For(new Uri("https://h"), Environment("HTTPS_PROXY=ftp://me:s3cret@p"))).Message);
    }

    private static Func<string, string?> Environment(string variables) =>
        variables.Split(';').Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]).GetValueOrDefault;
}
