using Podclip.Paperclip.Tests.Execution;
using Podclip.Paperclip.Variables;

namespace Podclip.Paperclip.Tests.Variables;

public class ApiAddressTests
{
    [Fact]
    public void What_is_configured_comes_first_then_the_hosts_pod_then_its_environment_then_its_Service()
    {
        var service = new Dictionary<string, string> { ["PAPERCLIP_WEB_SERVICE_HOST"] = "10.1.2.3", ["PAPERCLIP_WEB_SERVICE_PORT"] = "80", ["PAPERCLIP_API_URL"] = "http://127.0.0.1:3100" };
        Assert.Equal("https://a.example", ApiAddress.Find("https://a.example/", PlanScenario.HostPod, service, sharesNetwork: false));
        Assert.Equal("http://paperclip.paperclip.svc:3100", ApiAddress.Find(null, PlanScenario.HostPod, service, sharesNetwork: false));
        Assert.Equal("http://10.1.2.3:80", ApiAddress.Find(null, null, service, sharesNetwork: false));
        Assert.Equal("http://p.example", ApiAddress.Find(null, null, new Dictionary<string, string>(service) { ["PAPERCLIP_API_URL"] = "http://p.example" }, sharesNetwork: false));
    }

    [Theory]
    [InlineData("http://127.0.0.1:3100")]
    [InlineData("http://localhost:3100")]
    [InlineData("http://[::1]:3100")]
    [InlineData("http://0.0.0.0:3100")]
    [InlineData("nonsense")]
    public void An_address_that_only_the_hosts_machine_reaches_is_none_except_where_pods_share_its_network(string url)
    {
        var variables = new Dictionary<string, string> { ["PAPERCLIP_API_URL"] = url };
        Assert.Null(ApiAddress.Find(null, null, variables, sharesNetwork: false));
        Assert.Equal(url == "nonsense" ? null : url, ApiAddress.Find(null, null, variables, sharesNetwork: true) is { } found && found == url ? found : null);
    }

    [Fact]
    public void Only_addresses_of_the_hosts_own_machine_are_rewritten()
    {
        Assert.Equal("http://pod.example/api/mcp?x=1", ApiAddress.ForPod("http://127.0.0.1:3100/api/mcp?x=1", "http://pod.example"));
        Assert.Equal("https://other.example/mcp", ApiAddress.ForPod("https://other.example/mcp", "http://pod.example"));
        Assert.Equal("http://127.0.0.1:3100/api", ApiAddress.ForPod("http://127.0.0.1:3100/api", null));
    }
}
