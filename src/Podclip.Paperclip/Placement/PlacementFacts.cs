using Podclip.Engine.HostPods;

namespace Podclip.Paperclip.Placement;

/// <summary>What must be known to place a pod.</summary>
/// <param name="HostPod">The pod Paperclip runs in; null when it runs in none.</param>
/// <param name="IsEmbedded">Whether the cluster is the embedded one, whose node is this machine.</param>
/// <param name="DefaultNamespace">The namespace of the credentials.</param>
/// <param name="PaperclipHome">Paperclip's data folder on this machine.</param>
/// <param name="WorkspaceCwd">The folder that the host made ready, or null.</param>
public sealed record PlacementFacts(HostPod? HostPod, bool IsEmbedded, string DefaultNamespace, string PaperclipHome, string? WorkspaceCwd);
