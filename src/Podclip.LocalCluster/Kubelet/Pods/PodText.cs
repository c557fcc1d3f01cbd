namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>How a kubelet names a pod in its messages.</summary>
internal static class PodText
{
    /// <summary><c>name_namespace(uid)</c>.</summary>
    public static string Of(Pod pod) => $"{pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})";
}
