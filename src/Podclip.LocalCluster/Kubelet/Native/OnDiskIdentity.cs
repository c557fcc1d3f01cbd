using System.Runtime.InteropServices;

namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>A user and a group as files know them, outside of any user namespace.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OnDiskIdentity(uint User, uint Group)
{
    /// <summary>Who this process is.</summary>
    public static OnDiskIdentity Current => new(Libc.EffectiveUser(), Libc.EffectiveGroup());

    /// <summary>Whether it is the superuser.</summary>
    public bool IsRoot => User == 0;
}
