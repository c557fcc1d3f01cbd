using System.Text.Json.Nodes;
using Podclip.LocalCluster.Scheduling;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Scheduling;

/// <summary>The words are those of kube-scheduler v1.32; the recordings show some of them.</summary>
public sealed class NodeFitTests
{
    private const string NoVictims = " preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";
    private const string NotHelpful = " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";

    [Theory]
    [InlineData("cpu: '2', memory: 1Gi, ephemeral-storage: 10Gi", null)]
    [InlineData("cpu: 2001m", "1 Insufficient cpu.")]
    [InlineData("memory: 1025Mi, cpu: '3'", "1 Insufficient cpu, 1 Insufficient memory.")]
    [InlineData("ephemeral-storage: 11Gi", "1 Insufficient ephemeral-storage.")]
    [InlineData("example.com/gpu: '2'", "1 Insufficient example.com/gpu.")]
    [InlineData("example.com/gpu: '1', hugepages-2Mi: '0'", null)]
    public void A_pod_must_find_what_it_requests(string requests, string? problem) =>
        Assert.Equal(problem is null ? null : $"0/1 nodes are available: {problem}{NoVictims}", Problem(Pod($"{{containers: [{{name: main, resources: {{requests: {{{requests}}}}}}}]}}")));

    [Fact]
    public void What_other_pods_have_is_not_there_any_more_and_their_number_counts_too()
    {
        var half = Pod("{containers: [{name: main, resources: {requests: {cpu: 1500m}}}]}");
        Assert.Equal($"0/1 nodes are available: 1 Insufficient cpu.{NoVictims}", Problem(half, half));
        Assert.Null(Problem(Pod("{}"), half, half));
        Assert.Equal($"0/1 nodes are available: 1 Insufficient cpu, 1 Too many pods.{NoVictims}", Problem(half, half, half, half));
    }

    [Fact]
    public void A_pod_that_never_preempts_says_so() =>
        Assert.Equal(
            "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.",
            Problem(Pod("{preemptionPolicy: Never, containers: [{name: main, resources: {requests: {cpu: '3'}}}]}")));

    [Theory]
    [InlineData("nodeSelector: {kubernetes.io/os: linux}", true)]
    [InlineData("nodeSelector: {kubernetes.io/os: windows}", false)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}", false)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{}]}}}", false)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: Exists}]}, {matchExpressions: [{key: cores, operator: Gt, values: ['3']}]}]}}}", true)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Lt, values: ['4']}]}]}}}", false)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: In, values: ['4', '8']}, {key: zone, operator: DoesNotExist}, {key: zone, operator: NotIn, values: [a]}]}]}}}", true)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [local]}]}]}}}", true)]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: NotIn, values: [local]}]}]}}}", false)]
    [InlineData("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: zone, operator: Exists}]}}]}}", true)]
    public void A_pod_goes_only_where_its_affinity_allows(string spec, bool fits) =>
        Assert.Equal(fits ? null : $"0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.{NotHelpful}", Problem(Pod($"{{{spec}}}")));

    [Theory]
    [InlineData("", "1 node(s) had untolerated taint {only: agents}.")]
    [InlineData("{key: only, operator: Exists}", null)]
    [InlineData("{key: only, value: agents, effect: NoSchedule}", null)]
    [InlineData("{key: only, value: others, effect: NoSchedule}", "1 node(s) had untolerated taint {only: agents}.")]
    [InlineData("{key: only, operator: Exists, effect: NoExecute}", "1 node(s) had untolerated taint {only: agents}.")]
    [InlineData("{operator: Exists}", null)]
    public void A_taint_must_be_tolerated(string toleration, string? problem)
    {
        var node = Node("spec: {taints: [{key: soft, effect: PreferNoSchedule}, {key: only, value: agents, effect: NoSchedule}]}");
        Assert.Equal(
            problem is null ? null : $"0/1 nodes are available: {problem}{NotHelpful}",
            NodeFit.Problem(Pod($"{{tolerations: [{toleration}]}}"), node, claimProblem: null, []));
    }

    [Fact]
    public void A_cordoned_node_takes_only_pods_that_tolerate_it()
    {
        var node = Node("spec: {unschedulable: true}");
        Assert.Equal($"0/1 nodes are available: 1 node(s) were unschedulable.{NotHelpful}", NodeFit.Problem(Pod("{}"), node, claimProblem: null, []));
        Assert.Null(NodeFit.Problem(Pod("{tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}]}"), node, claimProblem: null, []));
    }

    [Fact]
    public void Without_a_node_there_is_no_place() =>
        Assert.Equal("no nodes available to schedule pods", NodeFit.Problem(Pod("{}"), node: null, claimProblem: null, []));

    private static string? Problem(JsonObject pod, params JsonObject[] others) => NodeFit.Problem(pod, Node("spec: {}"), claimProblem: null, others);

    private static JsonObject Pod(string spec) => new() { ["spec"] = TestYaml.Read(spec) };

    private static StoredObject Node(string rest) => new(
        ResourceNames.Nodes,
        "",
        "local",
        "uid",
        1,
        (JsonObject)TestYaml.Read($"{{{rest}, metadata: {{name: local, labels: {{kubernetes.io/os: linux, cores: '4'}}}}, status: {{allocatable: {{cpu: '2', memory: 1Gi, ephemeral-storage: 10Gi, pods: '3', example.com/gpu: '1'}}}}}}"));
}
