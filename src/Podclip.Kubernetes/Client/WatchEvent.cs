namespace Podclip.Kubernetes.Client;

/// <summary>One event of a watch. Errors of a watch (410 among them) are thrown as <see cref="KubernetesException"/>.</summary>
/// <typeparam name="T">The kind watched.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after it; for <see cref="WatchEventType.Deleted"/> its last state.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object)
    where T : KubernetesObject;
