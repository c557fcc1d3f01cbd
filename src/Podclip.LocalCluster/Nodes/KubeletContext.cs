using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Nodes;

/// <summary>What a kubelet works with.</summary>
/// <param name="Store">The cluster's objects.</param>
/// <param name="Events">Where it reports what happens to its pods.</param>
/// <param name="Options">The cluster's set-up.</param>
/// <param name="Access">How pods reach the API server; null where there is none.</param>
internal sealed record KubeletContext(ObjectStore Store, EventRecorder Events, EmbeddedClusterOptions Options, ApiAccess? Access = null);
