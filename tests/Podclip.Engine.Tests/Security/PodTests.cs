using System.Text;
using Podclip.Agents;
using Podclip.Engine.Planning;
using Podclip.Engine.Tests.Cluster;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Resources.Meta;

namespace Podclip.Engine.Tests.Security;

/// <summary>What every agent's pod is denied, whatever is asked for.</summary>
public sealed class PodTests(ClusterFixture fixture)
{
    private static readonly RunIdentity Identity = new("01kan8z0example", "00112233445566778899aabbccddeeff", "0123456789abcdef");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Agents => [.. AgentCatalogue.All.Select(agent => agent.Name)];

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task S01_The_pod_is_admitted_where_Pod_Security_restricted_is_enforced(string agent)
    {
        var ns = $"restricted-{agent}";
        var labels = new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = "restricted" };
        await fixture.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = ns, Labels = labels } }, cancellationToken: Token);
        var spec = Plan(agent).Job.Spec!.Template!.Spec!;
        await fixture.Client.CreateAsync(ResourceTypes.Pods, ns, Pod(spec), dryRun: true, Token);

        // The namespace does refuse what is less.
        var weaker = spec with { Containers = [spec.Containers![0] with { SecurityContext = null }] };
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => fixture.Client.CreateAsync(ResourceTypes.Pods, ns, Pod(weaker), dryRun: true, Token))).IsForbidden);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void S02_The_root_is_read_only_and_what_may_be_written_has_a_size(string agent)
    {
        var spec = Plan(agent).Job.Spec!.Template!.Spec!;
        Assert.True(spec.Containers![0].SecurityContext!.ReadOnlyRootFilesystem);
        Assert.All(spec.Volumes!.Where(volume => volume.EmptyDir is not null), volume => Assert.NotNull(volume.EmptyDir!.SizeLimit));
        Assert.Contains("memory", spec.Containers[0].Resources!.Limits!.Keys);
    }

    [Fact]
    public async Task S03_No_token_of_the_cluster_lies_in_the_pod()
    {
        Assert.All(AgentCatalogue.All, agent => Assert.Equal(false, Plan(agent.Name).Job.Spec!.Template!.Spec!.AutomountServiceAccountToken));
        await using var host = new EngineHost(fixture);
        Assert.Equal(RunOutcome.Succeeded, (await host.RunAsync(EngineHost.Script("test ! -e /var/run/secrets/kubernetes.io && ! env | grep -i token"))).Outcome);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void S11_What_is_added_to_a_pod_weakens_nothing(string agent)
    {
        var plain = Plan(agent).Job.Spec!.Template!;
        var more = Plan(agent, request => request with
        {
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            Pod = request.Pod with
            {
                Annotations = new Dictionary<string, string> { ["container.apparmor.security.beta.kubernetes.io/agent"] = "unconfined" },
                Tolerations = [new Toleration { Operator = "Exists" }],
                NodeSelector = new Dictionary<string, string> { ["disk"] = "fast" },
                WorkingDirectory = "/tmp",
            },
        }).Job.Spec!.Template!;
        var (before, after) = (plain.Spec!.Containers![0].SecurityContext!, more.Spec!.Containers![0].SecurityContext!);
        Assert.Equal(plain.Spec.SecurityContext, more.Spec.SecurityContext);
        Assert.Equal(before with { Capabilities = null }, after with { Capabilities = null });
        Assert.Equal(["ALL"], after.Capabilities!.Drop!);
        Assert.Null(after.Capabilities.Add);
        Assert.Equal(plain.Spec.AutomountServiceAccountToken, more.Spec.AutomountServiceAccountToken);
        Assert.All(plain.Metadata!.Labels!, label => Assert.Equal(label.Value, more.Metadata!.Labels![label.Key]));
    }

    [Theory]
    [InlineData("podclip.dev/run-id", "other")]
    [InlineData("paperclip.io/agent-id", "other")]
    [InlineData("app.kubernetes.io/managed-by", "other")]
    [InlineData("a label", "x")]
    [InlineData("team", "two\nlines")]
    [InlineData("team", "x\"}, {\"privileged\": true")]
    public void S11_S16_Labels_that_are_ours_or_none_are_refused(string key, string value) =>
        Assert.Throws<RunRequestException>(() => Plan("shell", request => request with { Labels = new Dictionary<string, string> { [key] = value } }));

    [Fact]
    public void S15_No_label_tells_who_somebody_is()
    {
        var job = Plan("shell", request => request with { AgentName = "a.person@example.org" }).Job;
        Assert.All(
            job.Metadata.Labels!.Values.Concat(job.Spec!.Template!.Metadata!.Labels!.Values),
            value => Assert.DoesNotContain("person", value, StringComparison.OrdinalIgnoreCase));
    }

    private static RunPlan Plan(string agent, Func<RunRequest, RunRequest>? change = null)
    {
        var request = new RunRequest
        {
            Agent = AgentCatalogue.Get(agent),
            Prompt = Encoding.UTF8.GetBytes("echo hello"),
            Environment = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "none-of-your-business" },
        };
        request = change?.Invoke(request) ?? request;
        var problems = RunRequestValidator.Validate(request);
        return problems.Count > 0 ? throw new RunRequestException(problems) : RunPlanner.Plan(request, Identity);
    }

    private static Pod Pod(PodSpec spec) => new() { ApiVersion = "v1", Kind = "Pod", Metadata = new ObjectMeta { Name = "tried" }, Spec = spec };
}
