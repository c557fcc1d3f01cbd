using System.Text;
using Podclip.EndToEnd.Tests.Doctor;
using Podclip.Engine.Preflight;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary><c>podclip adapter test</c> on namespaces that lack one thing each: it names that one, and what it prints heals it when it is applied as it stands.</summary>
[Trait("Needs", "kubectl")]
public sealed class EnvironmentTestTests(TestCluster cluster, TestModel model) : IClassFixture<TestCluster>, IClassFixture<TestModel>, IDisposable
{
    private const string NotAllowed = "RBAC: not allowed to ";

    private readonly TemporaryDirectory _state = new();

    public static TheoryData<string> Verbs() => [.. RequiredAccess.Needs.Select(need => $"{need.Verb} {need.Resource}")];

    public void Dispose() => _state.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_that_is_missing_is_named_alone_and_the_printed_Role_grants_it(string verb)
    {
        Kubectl.SkipIfAbsent();
        var need = RequiredAccess.Needs.Single(each => $"{each.Verb} {each.Resource}" == verb);
        var place = await PlaceAsync();
        await place.LimitAsync(verb);

        var sick = await place.TestAsync();
        var missing = Assert.Single(sick.Checks, check => check.Message.StartsWith(NotAllowed, StringComparison.Ordinal));
        Assert.Equal($"{NotAllowed}{verb} in {place.Namespace}", missing.Message);
        Assert.StartsWith($"Grant the service account permission to {verb} in namespace {place.Namespace}.", missing.Hint, StringComparison.Ordinal);

        // No adapter makes a claim; one that may not is told, and runs.
        var (level, status, exitCode) = need switch
        {
            { Grade: AccessGrade.Required, OnlyForClaims: true } => ("info", "pass", 0),
            { Grade: AccessGrade.Required } => ("error", "fail", 4),
            _ => ("warn", "warn", 0),
        };
        Assert.Equal((level, status, exitCode), (missing.Level, sick.Status, sick.ExitCode));

        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", missing.Detail!);
        var well = await place.TestAsync();
        Assert.True(well.Status == "pass", string.Join('\n', well.Checks));
        Assert.DoesNotContain(well.Checks, check => check.Message.StartsWith(NotAllowed, StringComparison.Ordinal));
        Assert.Equal("info", well.Only(missing.Code).Level);
    }

    [Fact]
    public async Task What_is_printed_for_people_ends_in_documents_that_heal()
    {
        Kubectl.SkipIfAbsent();
        var place = await PlaceAsync();
        await place.LimitAsync("*");
        var sick = (await place.RunAsync()).Expect(4).Text;
        Assert.Contains($"✗ {NotAllowed}create jobs in {place.Namespace} (k8s_rbac_job_create)", sick, StringComparison.Ordinal);
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", sick[sick.IndexOf("# What mends it", StringComparison.Ordinal)..]);
        var well = (await place.RunAsync()).Expect(0).Text;
        Assert.EndsWith("✓ All is well: an agent would run.\n", well, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_wrong_and_nothing_is_made()
    {
        var place = await PlaceAsync();
        cluster.ForgetRequests();
        var tested = await place.TestAsync();
        Assert.Equal("pass", tested.Status);
        string[] expected =
        [
            "k8s_api_reachable", "k8s_namespace_exists", "k8s_rbac_job_create", "k8s_rbac_pod_log", "k8s_rbac_quota_list", "k8s_secret_exists", "k8s_pvc_rwx",
            "k8s_dry_run_accepted", "agent_credentials_present", "paperclip_api_url_known",
        ];
        Assert.Equal(expected, tested.Checks.Select(check => check.Code).Where(expected.Contains));
        Assert.Equal($"Kubernetes API reachable; running in namespace {place.Namespace}", tested.Checks[0].Message);
        Assert.StartsWith($"Image: {place.Namespace}.", tested.Checks[0].Detail, StringComparison.Ordinal);
        await place.NothingIsLeftAsync();
        Assert.DoesNotContain(cluster.Requests, request => request.Verb is "update" or "patch" or "delete" or "deletecollection");
    }

    [Fact]
    public async Task The_probe_finds_the_agent_and_what_it_needs_in_its_image()
    {
        var place = await PlaceAsync();
        place.AddImage("echo '2.1.329 (Claude Code)'");
        place.Config["probeEnvironment"] = true;
        place.SetApiUrl(model.Server.BaseUrl);
        var tested = await place.TestAsync();
        var cli = tested.Only("agent_cli_found");
        Assert.Equal("Claude Code 2.1.329 (Claude Code) is in the image at /opt/podclip/image/claude", cli.Message);
        Assert.Equal("info", tested.Only("agent_filter_interpreter_found").Level);
        Assert.Equal("info", tested.Only("paperclip_api_reachable").Level);
        Assert.Equal(("pass", 0), (tested.Status, tested.ExitCode));
        await place.NothingIsLeftAsync();
        Assert.Empty(Directory.GetDirectories(Path.Combine(_state.Path, "runs")));
    }

    [Fact]
    public async Task The_probe_tells_an_agent_that_does_not_start_and_an_address_that_does_not_answer()
    {
        var place = await PlaceAsync();
        place.AddImage("echo 'no such library: libfancy' >&2; exit 127");
        place.Config["probeEnvironment"] = true;
        place.SetApiUrl(new Uri("http://127.0.0.1:9"));
        var tested = await place.TestAsync();
        Assert.Contains("exit code 127: no such library: libfancy", tested.Only("agent_cli_broken").Message, StringComparison.Ordinal);
        Assert.Equal("error", tested.Only("paperclip_api_unreachable").Level);
        Assert.Equal(("fail", 4), (tested.Status, tested.ExitCode));
        await place.NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_probe_tells_an_image_without_the_agent_and_one_that_is_not_to_be_had()
    {
        var place = await PlaceAsync();
        place.Config["probeEnvironment"] = true;
        place.Config["image"] = "empty-handed";
        place.SetVariable("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Assert.Contains("no claude in the PATH of image empty-handed", (await place.TestAsync()).Only("agent_cli_missing").Message, StringComparison.Ordinal);
        place.Config["image"] = "registry.invalid/claude:1";
        var pull = (await place.TestAsync()).Only("k8s_probe_failed");
        Assert.Contains("(k8s_image_pull_failed)", pull.Message, StringComparison.Ordinal);
        await place.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_claim_of_one_node_a_missing_Secret_no_credential_and_no_address_are_warnings()
    {
        var place = await PlaceAsync("ReadWriteOnce");
        place.Config["secretRef"] = "nowhere";
        place.Config.Remove("env");
        place.Config.Remove("paperclipApiUrl");
        var tested = await place.TestAsync();
        Assert.Equal(
            [("k8s_secret_missing", "warn"), ("k8s_pvc_not_rwx", "warn"), ("agent_credentials_missing", "warn"), ("paperclip_api_url_missing", "warn")],
            tested.Problems);
        Assert.Equal(("warn", 0), (tested.Status, tested.ExitCode));
    }

    [Fact]
    public async Task Every_problem_of_a_configuration_is_a_check_and_the_cluster_is_looked_at_all_the_same()
    {
        var place = await PlaceAsync();
        place.Config["timeoutSec"] = "soon";
        place.Config["nodeSelector"] = "not a pair";
        place.Config["workspaceVolumeClaim"] = "";
        place.Config["probeEnvironment"] = true;
        var tested = await place.TestAsync();
        Assert.Equal(3, tested.Checks.Count(check => check is { Code: "k8s_config_invalid", Level: "error" }));
        Assert.Equal("info", tested.Only("k8s_rbac_job_create").Level);
        tested.Only("k8s_probe_skipped");
        Assert.DoesNotContain(tested.Checks, check => check.Code == "k8s_dry_run_accepted");
        Assert.Equal(4, tested.ExitCode);
    }

    [Fact]
    public async Task A_claim_and_a_namespace_that_are_not_there_are_errors()
    {
        var place = await PlaceAsync();
        place.Config["workspaceVolumeClaim"] = "gone";
        Assert.Equal([("k8s_pvc_missing", "error")], (await place.TestAsync()).Problems);
        place.Config["namespace"] = "gone";
        var missing = await place.TestAsync();
        Assert.Equal([("k8s_namespace_missing", "error")], missing.Problems);
        Assert.StartsWith("apiVersion: v1\nkind: Namespace\n", missing.Only("k8s_namespace_missing").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_and_a_kubeconfig_that_is_none_stop_the_test()
    {
        var place = await PlaceAsync();
        place.Kubeconfig = Write("down.yaml", """
            apiVersion: v1
            kind: Config
            current-context: down
            contexts: [{name: down, context: {cluster: down}}]
            clusters: [{name: down, cluster: {server: "https://127.0.0.1:9"}}]
            """);
        Assert.Equal("k8s_api_unreachable", Assert.Single((await place.TestAsync()).Checks).Code);
        place.Kubeconfig = Write("none.yaml", "kind: Config\ncurrent-context: gone\n");
        var none = await place.TestAsync();
        Assert.Equal(("k8s_api_unreachable", "error", 4), (Assert.Single(none.Checks).Code, none.Checks[0].Level, none.ExitCode));
        Assert.StartsWith("Cannot reach Kubernetes API: ", none.Checks[0].Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text) => _state.Write(name, Encoding.UTF8.GetBytes(text));

    private Task<TestedNamespace> PlaceAsync(string accessMode = "ReadWriteMany") => TestedNamespace.CreateAsync(cluster, _state, accessMode);
}
