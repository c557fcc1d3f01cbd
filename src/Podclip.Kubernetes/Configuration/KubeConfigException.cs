namespace Podclip.Kubernetes.Configuration;

/// <summary>A kubeconfig cannot be used; the message names the file and every problem in it.</summary>
/// <param name="message">The problems.</param>
/// <param name="innerException">The cause, if another error was it.</param>
public sealed class KubeConfigException(string message, Exception? innerException = null) : Exception(message, innerException);
