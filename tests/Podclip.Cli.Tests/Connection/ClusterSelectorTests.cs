using Podclip.Cli.Connection;

namespace Podclip.Cli.Tests.Connection;

public sealed class ClusterSelectorTests : IDisposable
{
    private static readonly ConnectionArguments None = new(null, null, null);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _problems = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Flags_win_over_everything()
    {
        var file = _directory.Write("my.yaml", "");
        var choice = Select(new ConnectionArguments("my.yaml", "dev", null), TestHost.Variables(("PODCLIP_CLUSTER", "embedded")), inCluster: true);
        Assert.Equal(new ClusterChoice.Kubeconfig(file, "dev"), choice);
    }

    [Fact]
    public void A_context_alone_is_of_the_default_file()
    {
        var file = _directory.Write(".kube/config", "");
        Assert.Equal(new ClusterChoice.Kubeconfig(file, "dev"), Select(new ConnectionArguments(null, "dev", null)));
    }

    [Fact]
    public void The_existing_files_of_KUBECONFIG_are_the_default_ones()
    {
        var (second, fourth) = (_directory.Write("second", ""), _directory.Write("fourth", ""));
        var variables = TestHost.Variables(("KUBECONFIG", $"{_directory.Path}/first:{second}::{_directory.Path}/third:fourth"));
        Assert.Equal(new ClusterChoice.Kubeconfig($"{second}:{fourth}", "dev"), Select(new ConnectionArguments(null, "dev", null), variables));
        Assert.Equal(new ClusterChoice.Kubeconfig($"{second}:{fourth}", null), Select(None, variables, isPlugin: true));
    }

    [Fact]
    public void The_variable_wins_over_where_the_process_runs()
    {
        var file = _directory.Write(".kube/config", "");
        Assert.Equal(new ClusterChoice.Embedded(), Select(None, TestHost.Variables(("PODCLIP_CLUSTER", "embedded")), inCluster: true));
        Assert.Equal(new ClusterChoice.InCluster(), Select(None, TestHost.Variables(("PODCLIP_CLUSTER", "in-cluster")), inCluster: true));
        Assert.Equal(new ClusterChoice.Kubeconfig(file, "prod"), Select(None, TestHost.Variables(("PODCLIP_CLUSTER", "prod")), inCluster: true));
        Assert.Equal(new ClusterChoice.Kubeconfig(file, null), Select(None, TestHost.Variables(("PODCLIP_CLUSTER", file)), inCluster: true));
    }

    [Fact]
    public void In_a_pod_it_is_the_pods_cluster_else_the_embedded_one()
    {
        _directory.Write(".kube/config", "");
        Assert.Equal(new ClusterChoice.InCluster(), Select(None, inCluster: true));
        Assert.Equal(new ClusterChoice.Embedded(), Select(None));
    }

    [Fact]
    public void As_a_kubectl_plugin_it_is_the_current_context()
    {
        var file = _directory.Write(".kube/config", "");
        Assert.Equal(new ClusterChoice.Kubeconfig(file, null), Select(None, inCluster: true, isPlugin: true));
        Assert.Equal(new ClusterChoice.Embedded(), Select(None, TestHost.Variables(("PODCLIP_CLUSTER", "embedded")), isPlugin: true));
    }

    [Fact]
    public void A_kubectl_plugin_without_a_kubeconfig_says_so()
    {
        Select(None, isPlugin: true, expectProblems: true);
        Assert.StartsWith("There is no kubeconfig", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.yaml", null, null, "--kubeconfig: the file")]
    [InlineData(null, "dev", null, "--context dev needs a kubeconfig")]
    [InlineData(null, null, "in-cluster", "does not run in a pod")]
    [InlineData(null, null, "./missing.yaml", "PODCLIP_CLUSTER: the file")]
    [InlineData(null, null, "dev", "PODCLIP_CLUSTER=dev needs a kubeconfig")]
    public void What_is_named_must_exist(string? kubeconfig, string? context, string? variable, string problem)
    {
        Select(new ConnectionArguments(kubeconfig, context, null), variable is null ? null : TestHost.Variables(("PODCLIP_CLUSTER", variable)), expectProblems: true);
        Assert.Contains(problem, Assert.Single(_problems), StringComparison.Ordinal);
    }

    private ClusterChoice Select(ConnectionArguments arguments, Dictionary<string, string>? variables = null, bool inCluster = false, bool isPlugin = false, bool expectProblems = false)
    {
        var selector = new ClusterSelector(TestHost.Create(_directory, variables: variables, isKubectlPlugin: isPlugin)) { RunsInCluster = () => inCluster };
        var choice = selector.Select(arguments, _problems);
        Assert.Equal(expectProblems, _problems.Count > 0);
        return choice;
    }
}
