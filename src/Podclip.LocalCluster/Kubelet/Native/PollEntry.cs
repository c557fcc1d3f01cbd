using System.Runtime.InteropServices;

namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>One descriptor to wait for; a negative one is passed over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Returned;
}
