namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>What lies at a path.</summary>
internal abstract record HostEntry
{
    private protected HostEntry()
    {
    }

    /// <summary>Nothing.</summary>
    internal sealed record Nothing : HostEntry;

    /// <summary>A directory.</summary>
    internal sealed record Folder : HostEntry;

    /// <summary>A file, socket or device.</summary>
    internal sealed record Other : HostEntry;

    /// <summary>A symbolic link.</summary>
    /// <param name="Target">What is written in it.</param>
    internal sealed record Link(string Target) : HostEntry;
}
