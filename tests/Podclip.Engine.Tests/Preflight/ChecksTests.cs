using System.Text.Json.Nodes;
using Podclip.Engine.Planning;
using Podclip.Engine.Preflight;
using Podclip.Engine.Tests.Cluster;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Resources.Meta;

namespace Podclip.Engine.Tests.Preflight;

/// <summary>Faults inside a namespace, each in a namespace of its own.</summary>
public sealed class ChecksTests(ClusterFixture fixture) : IAsyncLifetime
{
    private const string Home = "sessions";

    private readonly string _namespace = $"checks-{Guid.NewGuid():N}"[..20];

    private static RunRequest Request => EngineHost.Script("true") with { AgentName = "checked", Home = new HomeVolume.Claim(Home) };

    public async ValueTask InitializeAsync()
    {
        await fixture.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = _namespace } }, cancellationToken: TestContext.Current.CancellationToken);
        await PutAsync(ResourceTypes.ServiceAccounts, new ServiceAccount { Metadata = new ObjectMeta { Name = "puller" }, ImagePullSecrets = [new LocalObjectReference { Name = "registry" }] });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Nothing_is_wrong_and_nothing_is_made()
    {
        var report = await RunAsync(Request);
        Assert.Equal((FindingLevel.Info, null), (report.Level, report.Outcome));
        Assert.Equal(("v1.32.13", "podclip:admin"), (report.Version, report.User));
        Assert.Equal(
            ["k8s_api_reachable", "k8s_namespace_exists", "k8s_rbac_granted", "k8s_service_account_exists", "k8s_pvc_will_be_made", "k8s_dry_run_accepted"],
            report.Findings.Select(finding => finding.Code));
        Assert.All(report.Findings, finding => Assert.Null(finding.Remedy ?? finding.Yaml));
        Assert.Empty((await fixture.Client.ListAsync(ResourceTypes.Jobs, new ResourceSelector(_namespace), TestContext.Current.CancellationToken)).Items);
        Assert.Empty((await fixture.Client.ListAsync(ResourceTypes.Pods, new ResourceSelector(_namespace), TestContext.Current.CancellationToken)).Items);
        Assert.Empty((await fixture.Client.ListAsync(ResourceTypes.Secrets, new ResourceSelector(_namespace), TestContext.Current.CancellationToken)).Items);
        Assert.Empty((await fixture.Client.ListAsync(ResourceTypes.PersistentVolumeClaims, new ResourceSelector(_namespace), TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task A_missing_namespace_is_all_that_is_said_of_it()
    {
        var report = await new ClusterPreflight(new PreflightOptions { Connection = fixture.Client.Connection, Namespace = "nowhere" }).RunAsync(Plans.Of(Request), TestContext.Current.CancellationToken);
        Assert.Equal(["k8s_api_reachable", "k8s_namespace_missing", "k8s_rbac_granted"], report.Findings.Select(finding => finding.Code));
        Assert.Equal("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: nowhere\n", report.Findings[1].Yaml);
    }

    [Fact]
    public async Task A_pull_secret_that_is_missing_or_of_no_use()
    {
        var pulling = Request with { ServiceAccountName = "puller" };
        var missing = await OnlyAsync(pulling, FindingLevel.Warn, "k8s_image_pull_secret_missing");
        Assert.StartsWith($"kubectl create secret docker-registry registry -n {_namespace} ", missing.Remedy, StringComparison.Ordinal);
        await PutAsync(ResourceTypes.Secrets, new Secret { Metadata = new ObjectMeta { Name = "registry" } });
        await OnlyAsync(pulling, FindingLevel.Warn, "k8s_image_pull_secret_unusable");
        await fixture.Client.DeleteAsync(ResourceTypes.Secrets, _namespace, "registry", PropagationPolicy.Background, cancellationToken: TestContext.Current.CancellationToken);
        await PutAsync(ResourceTypes.Secrets, new Secret { Metadata = new ObjectMeta { Name = "registry" }, Type = "kubernetes.io/dockerconfigjson", Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = "{}"u8.ToArray() } });
        Assert.Equal(FindingLevel.Info, (await RunAsync(pulling)).Level);
    }

    [Fact]
    public async Task A_claim_that_nobody_may_write_or_that_lost_its_volume()
    {
        await ClaimAsync("ReadOnlyMany");
        await OnlyAsync(Request, FindingLevel.Error, "k8s_pvc_read_only");
        await fixture.Client.DeleteAsync(ResourceTypes.PersistentVolumeClaims, _namespace, Home, PropagationPolicy.Background, cancellationToken: TestContext.Current.CancellationToken);
        await GoneAsync();
        await ClaimAsync("ReadWriteOnce");
        Assert.Equal(FindingLevel.Info, (await RunAsync(Request)).Level);
        await StatusAsync("Lost");
        var lost = await OnlyAsync(Request, FindingLevel.Error, "k8s_pvc_lost");
        Assert.StartsWith($"kubectl delete persistentvolumeclaim {Home} -n {_namespace}", lost.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_something_was_said_against()
    {
        await ClaimAsync("ReadWriteOnce", storageClass: "fast");
        await StatusAsync("Pending");
        Assert.Equal(FindingLevel.Info, (await RunAsync(Request)).Level);
        await PutAsync(ResourceTypes.Events, new Event
        {
            Metadata = new ObjectMeta { Name = "said" },
            InvolvedObject = new ObjectReference { Kind = "PersistentVolumeClaim", Name = Home, Namespace = _namespace },
            Type = "Warning",
            Reason = "ProvisioningFailed",
            Message = "storageclass.storage.k8s.io \"fast\" not found",
            LastTimestamp = TimeProvider.System.GetUtcNow(),
        });
        var unbound = await OnlyAsync(Request, FindingLevel.Warn, "k8s_pvc_unbound");
        Assert.Contains("ProvisioningFailed: storageclass.storage.k8s.io \"fast\" not found", unbound.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_for_one_pod_that_another_one_has()
    {
        await ClaimAsync("ReadWriteOncePod");
        Assert.Equal(FindingLevel.Info, (await RunAsync(Request)).Level);
        await PutAsync(ResourceTypes.Pods, new Pod
        {
            Metadata = new ObjectMeta { Name = "other" },
            Spec = new PodSpec
            {
                NodeSelector = new Dictionary<string, string> { ["no"] = "node" },
                Containers = [new Container { Name = "c", Image = "x" }],
                Volumes = [new Volume { Name = "home", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = Home } }],
            },
        });
        Assert.Contains("Pod other has it", (await OnlyAsync(Request, FindingLevel.Warn, "k8s_pvc_in_use")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_counts_what_the_pod_does_not_state()
    {
        await PutAsync(ResourceTypes.ResourceQuotas, new ResourceQuota
        {
            Metadata = new ObjectMeta { Name = "strict" },
            Spec = new ResourceQuotaSpec { Hard = new Dictionary<string, string> { ["limits.cpu"] = "64" } },
        });
        var finding = await OnlyAsync(Request, FindingLevel.Error, "k8s_quota_unspecified");
        Assert.Equal($"ResourceQuota {_namespace}/strict", finding.Object);
        Assert.EndsWith("spec:\n  limits:\n  - type: Container\n    default:\n      cpu: \"4\"\n", finding.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_finished_run_left_on_the_name_is_no_fault()
    {
        var plan = Plans.Of(Request);
        var owner = new OwnerReference { ApiVersion = "batch/v1", Kind = "Job", Name = "gone", Uid = Guid.NewGuid().ToString() };
        var guard = plan.Secrets[0] with { Metadata = plan.Secrets[0].Metadata with { OwnerReferences = [owner] } };

        // Without its owner the collector takes it away in the end; the check must be quicker.
        await PutAsync(ResourceTypes.Secrets, guard);
        var report = await RunAsync(Request);
        Assert.Equal(FindingLevel.Info, report.Level);
        Assert.All(report.Findings.Where(finding => finding.Object.StartsWith("Secret", StringComparison.Ordinal)), finding => Assert.Equal("k8s_agent_name_left_over", finding.Code));
    }

    [Fact]
    public async Task What_the_server_refuses_for_its_form_is_told_with_its_words()
    {
        var plan = Plans.Of(Request);
        var template = plan.Job.Spec!.Template!;
        var spec = template.Spec! with { Containers = [template.Spec!.Containers![0] with { VolumeMounts = [new VolumeMount { Name = "nowhere", MountPath = "/x" }] }] };
        var report = await RunAsync(plan with { Job = plan.Job with { Spec = plan.Job.Spec with { Template = template with { Spec = spec } } } });
        Assert.All(report.Findings.Where(finding => finding.Level is FindingLevel.Error), finding =>
        {
            Assert.Equal("k8s_job_create_failed", finding.Code);
            Assert.Contains("Not found: \"nowhere\"", finding.Message, StringComparison.Ordinal);
        });
        Assert.Equal(RunOutcome.InfrastructureFailed, report.Outcome);
    }

    private async Task<Finding> OnlyAsync(RunRequest request, FindingLevel level, string code)
    {
        var finding = Assert.Single((await RunAsync(request)).Findings, each => each.Level is not FindingLevel.Info);
        Assert.Equal((level, code), (finding.Level, finding.Code));
        Assert.NotNull(finding.Remedy);
        return finding;
    }

    private Task<PreflightReport> RunAsync(RunRequest request) => RunAsync(Plans.Of(request));

    private Task<PreflightReport> RunAsync(RunPlan plan) =>
        new ClusterPreflight(new PreflightOptions { Connection = fixture.Client.Connection, Namespace = _namespace }).RunAsync(plan, TestContext.Current.CancellationToken);

    private Task<T> PutAsync<T>(ResourceType<T> type, T value)
        where T : KubernetesObject => fixture.Client.CreateAsync(type, _namespace, value, cancellationToken: TestContext.Current.CancellationToken);

    private Task<PersistentVolumeClaim> ClaimAsync(string mode, string? storageClass = null) => PutAsync(ResourceTypes.PersistentVolumeClaims, new PersistentVolumeClaim
    {
        Metadata = new ObjectMeta { Name = Home },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = [mode],
            StorageClassName = storageClass,
            Resources = new ResourceRequirements { Requests = new Dictionary<string, string> { ["storage"] = "1Gi" } },
        },
    });

    private Task<PersistentVolumeClaim> StatusAsync(string phase)
    {
        var claims = ResourceTypes.PersistentVolumeClaims;
        var status = claims with { Plural = $"{claims.Plural}/{Home}" };
        return fixture.Client.PatchAsync(status, _namespace, "status", Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["phase"] = phase } }), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task GoneAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(20));
        while (await fixture.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, _namespace, Home, bound.Token) is not null)
        {
        }
    }
}
