namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>Which of a program's outputs.</summary>
internal enum LogStream
{
    Output,
    Errors,
}
