namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>What a container does.</summary>
internal enum ContainerRunState
{
    /// <summary>Its program runs.</summary>
    Running,

    /// <summary>It has ended and stays so.</summary>
    Ended,

    /// <summary>It has ended and waits to be started again.</summary>
    BackingOff,
}
