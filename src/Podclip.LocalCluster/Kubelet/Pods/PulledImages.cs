using System.Collections.Concurrent;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>The images that were pulled once: the next pod does not wait for them again.</summary>
internal sealed class PulledImages
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Whether an image is there.</summary>
    public bool Contains(string name) => _names.ContainsKey(name);

    /// <summary>Notes that an image is there.</summary>
    public void Add(string name) => _names[name] = true;
}
