using System.Text.Json;
using System.Text.RegularExpressions;

namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary>
/// <c>podclip doctor</c> on clusters broken by script: it names the fault, the documents it prints heal it when they are applied as
/// they stand, and then a run works.
/// </summary>
[Trait("Needs", "kubectl")]
public sealed partial class DoctorTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public static TheoryData<string> Healed() => [.. BrokenClusters.All.Select(broken => broken.Name)];

    public void Dispose() => _state.Dispose();

    [Theory]
    [MemberData(nameof(Healed))]
    public async Task A_broken_cluster_is_healed_by_what_is_printed(string name)
    {
        Kubectl.SkipIfAbsent();
        var broken = BrokenClusters.All.Single(each => each.Name == name);
        var place = await BreakAsync(broken);

        var sick = (await AskAsync(place, ["doctor", "-o", "json", .. broken.Arguments])).Expect(broken.ExitCode);
        var finding = Assert.Single(sick.Json.GetProperty("findings").EnumerateArray(), each => each.GetProperty("code").GetString() == broken.Code);
        Assert.Equal(broken.ExitCode == 0 ? "warn" : "error", finding.GetProperty("level").GetString());
        Assert.Contains(broken.Names, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(finding.GetProperty("remedy").GetString()!);

        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", finding.GetProperty("yaml").GetString()!);

        var well = (await AskAsync(place, ["doctor", "-o", "json", .. broken.Arguments])).Expect(0);
        Assert.Equal("info", well.Json.GetProperty("level").GetString());
        Assert.Equal("worked\n", (await AskAsync(place, ["run", "shell", "--prompt", "echo worked", .. broken.Arguments])).Expect(0).Text);
    }

    [Fact]
    public async Task What_was_applied_before_and_is_no_fault_stays()
    {
        Kubectl.SkipIfAbsent();
        var place = await BreakAsync(BrokenClusters.All.Single(broken => broken.Name == "the quota has no room for a Job and its pod"));
        var printed = (await AskAsync(place, "doctor", "-o", "yaml")).Expect(4);
        Assert.Contains("1 error", printed.Error, StringComparison.Ordinal);
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", printed.Text);
        var quota = await cluster.Client.GetAsync(ResourceTypes.ResourceQuotas, place.Namespace, "tight", TestContext.Current.CancellationToken);
        Assert.Equal("a", quota.Metadata.Labels!["team"]);
        Assert.Equal(("7", "1", "1", "512Mi"), (quota.Spec!.Hard!["configmaps"], quota.Spec.Hard["pods"], quota.Spec.Hard["count/jobs.batch"], quota.Spec.Hard["requests.memory"]));
    }

    [Fact]
    public async Task A_limit_range_is_answered_with_an_option()
    {
        Kubectl.SkipIfAbsent();
        var broken = new BrokenCluster("", "k8s_limit_range_refused", 4)
        {
            Script = """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: small, namespace: NS}
                spec:
                  limits:
                  - {type: Container, max: {memory: 1Gi}}
                """,
            Names = "maximum memory usage per Container is 1Gi, but limit is 4Gi",
        };
        foreach (var missing in (IReadOnlyList<string>?[])[null, ["none"]])
        {
            var place = await BreakAsync(broken with { Missing = missing });
            var finding = Assert.Single(Problems((await AskAsync(place, "doctor", "-o", "json")).Expect(4)));
            Assert.Equal(broken.Code, finding.GetProperty("code").GetString());
            Assert.Contains(broken.Names, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.StartsWith("Run with --memory 1Gi", finding.GetProperty("remedy").GetString(), StringComparison.Ordinal);
            (await AskAsync(place, "doctor", "--memory", "1Gi")).Expect(0);
        }
    }

    [Fact]
    public async Task A_token_that_is_over_and_a_server_that_is_down_are_one_finding_each()
    {
        Kubectl.SkipIfAbsent();
        var place = await BreakAsync(new BrokenCluster("", "", 3) { Missing = ["none"], Names = "" });
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"delete serviceaccount {LimitedAccount.Name} -n {place.Namespace}");
        AssertOnly("k8s_api_unauthorized", (await AskAsync(place, "doctor", "-o", "json")).Expect(3));

        var down = Path.Combine(_state.Path, "down.yaml");
        await File.WriteAllTextAsync(down, Address().Replace(await File.ReadAllTextAsync(place.Kubeconfig, TestContext.Current.CancellationToken), "server: https://127.0.0.1:9"), TestContext.Current.CancellationToken);
        AssertOnly("k8s_api_unreachable", (await AskAsync(place with { Kubeconfig = down }, "doctor", "-o", "json")).Expect(3));
    }

    [Fact]
    public async Task A_name_that_a_run_holds_and_one_that_a_stranger_took_are_told_apart()
    {
        Kubectl.SkipIfAbsent();
        var place = await BreakAsync(new BrokenCluster("", "", 0) { Names = "" });
        var run = (await AskAsync(place, "run", "shell", "--detach", "--agent", "busy", "--prompt", "sleep 600")).Expect(0).Text.Trim();
        var held = Assert.Single(Problems((await AskAsync(place, "doctor", "--agent", "busy", "-o", "json")).Expect(0)));
        Assert.Equal("k8s_concurrent_run_blocked", held.GetProperty("code").GetString());
        Assert.Contains($"podclip attach {run}", held.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        var guard = held.GetProperty("object").GetString()!.Split('/')[1];
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"delete jobs --all -n {place.Namespace}");

        // The name is free once the Secret has gone with its Job; somebody else takes it.
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"wait --for=delete secret/{guard} -n {place.Namespace} --timeout=30s");
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"create secret generic {guard} -n {place.Namespace}");
        var taken = Assert.Single(Problems((await AskAsync(place, "doctor", "--agent", "busy", "-o", "json")).Expect(5)));
        Assert.Equal("k8s_agent_name_taken", taken.GetProperty("code").GetString());
        var command = taken.GetProperty("remedy").GetString()!.Split("kubectl ")[1].Split(". ")[0];
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, command);
        (await AskAsync(place, "run", "shell", "--agent", "busy", "--prompt", "true")).Expect(0);
    }

    /// <summary>Makes a namespace, and breaks it.</summary>
    private async Task<Place> BreakAsync(BrokenCluster broken)
    {
        var place = new Place($"doctor-{Guid.NewGuid():N}"[..20], cluster.Cluster.KubeconfigPath);
        if (broken.HasNamespace)
        {
            await cluster.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = place.Namespace } }, cancellationToken: TestContext.Current.CancellationToken);
            await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, $"create serviceaccount {LimitedAccount.Name} -n {place.Namespace}");
        }

        if (broken.Script.Length > 0)
        {
            await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", broken.Script.Replace("NS", place.Namespace, StringComparison.Ordinal));
        }

        return broken.Missing is { } missing ? place with { Kubeconfig = await LimitedAccount.LimitAsync(cluster, place.Namespace, missing, _state.Path) } : place;
    }

    private async Task<PodclipExit> AskAsync(Place place, params IEnumerable<string> words)
    {
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, [.. words, "--kubeconfig", place.Kubeconfig, "-n", place.Namespace]);
        return await process.ExitAsync(TimeSpan.FromMinutes(1));
    }

    private static void AssertOnly(string code, PodclipExit exit) =>
        Assert.Equal(code, Assert.Single(exit.Json.GetProperty("findings").EnumerateArray()).GetProperty("code").GetString());

    private static IEnumerable<JsonElement> Problems(PodclipExit exit) =>
        exit.Json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("level").GetString() != "info");

    [GeneratedRegex(@"server: \S+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    private sealed record Place(string Namespace, string Kubeconfig);
}
