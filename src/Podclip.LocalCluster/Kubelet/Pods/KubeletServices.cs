using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>What the workers of all pods share.</summary>
internal sealed record KubeletServices(
    ObjectStore Store,
    EventRecorder Events,
    EmbeddedClusterOptions Options,
    ImageCatalogue Catalogue,
    PulledImages Pulled,
    PodPlanner Planner,
    SupervisorPool Supervisors,
    OnDiskIdentity Cluster,
    ApiAccess? Access = null)
{
    /// <summary>The clock.</summary>
    public TimeProvider Clock => Options.TimeProvider;
}
