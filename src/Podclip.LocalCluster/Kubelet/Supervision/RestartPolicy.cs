namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>When a container that has ended is started again.</summary>
internal enum RestartPolicy
{
    Never,
    OnFailure,
    Always,
}
