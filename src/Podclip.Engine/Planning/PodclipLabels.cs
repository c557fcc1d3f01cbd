namespace Podclip.Engine.Planning;

/// <summary>Labels and annotations by which runs are found.</summary>
public static class PodclipLabels
{
    /// <summary>Label: the run. Its presence is what the shared caches select by.</summary>
    public const string RunId = "podclip.dev/run-id";

    /// <summary>Label: the kind of agent, such as <c>claude</c>.</summary>
    public const string Agent = "podclip.dev/agent";

    /// <summary>Label: the hash of the name the run holds (names may hold characters that labels may not).</summary>
    public const string AgentKey = "podclip.dev/agent-key";

    /// <summary>Annotation: the name the run holds, for people.</summary>
    public const string AgentName = "podclip.dev/agent-name";

    /// <summary>Annotation: the Job that a Secret without an owner belongs to.</summary>
    public const string Job = "podclip.dev/job";

    /// <summary>Annotation: the id of the state directory that launched the run.</summary>
    public const string Owner = "podclip.dev/owner";

    /// <summary>Label of Kubernetes' own set: who made the object.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedBy"/>.</summary>
    public const string ManagedByPodclip = "podclip";

    /// <summary>Prefixes that a user's labels may not use.</summary>
    public static IReadOnlyList<string> ReservedPrefixes { get; } = ["podclip.dev/", "paperclip.io/", "app.kubernetes.io/"];
}
