using Podclip.Engine;
using Podclip.Engine.HostPods;
using Podclip.Paperclip.Configuration;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>What an environment test is about.</summary>
/// <param name="Kind">The adapter.</param>
/// <param name="Settings">The configuration; what could not be read has its default.</param>
/// <param name="HostPod">Paperclip's pod, or null.</param>
/// <param name="Namespace">The namespace that runs would be in.</param>
/// <param name="IsEmbedded">Whether the cluster is the embedded one.</param>
/// <param name="Request">A run of this configuration; null when none can be made from it.</param>
internal sealed record TestedPlace(AdapterKind Kind, AdapterSettings Settings, HostPod? HostPod, string Namespace, bool IsEmbedded, RunRequest? Request)
{
    /// <summary>The image that runs would have.</summary>
    public string Image => Settings.Image ?? HostPod?.Image ?? Kind.Agent.DefaultImage;

    /// <summary>The claims that runs would mount.</summary>
    public IReadOnlyList<PodMount.Claim> Claims => [.. (Request?.Pod.Mounts ?? []).OfType<PodMount.Claim>()];
}
