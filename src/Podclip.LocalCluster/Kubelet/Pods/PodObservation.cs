using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>All that a pod's status is made of.</summary>
internal sealed record PodObservation
{
    /// <summary>The pod.</summary>
    public required Pod Pod { get; init; }

    /// <summary>Its status so far.</summary>
    public required JsonObject PreviousStatus { get; init; }

    /// <summary>What its supervisor knows of its containers.</summary>
    public IReadOnlyDictionary<string, ContainerRecord> Records { get; init; } = new Dictionary<string, ContainerRecord>(StringComparer.Ordinal);

    /// <summary>What keeps its containers from starting.</summary>
    public ContainerTrouble? Trouble { get; init; }

    /// <summary>Whether it is so far that a real kubelet would have made its sandbox, although no container has run yet: its volumes are there.</summary>
    public bool HasSandbox { get; init; }

    /// <summary>Whether no container runs any more, nor ever will.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether it is being ended from outside: then the ends of its containers are shown with its own.</summary>
    public bool IsBeingEnded { get; init; }

    /// <summary>Why the node ended it; null when its containers decided.</summary>
    public (string Reason, string Message)? Verdict { get; init; }

    /// <summary>The last words of its containers.</summary>
    public Func<string, string?> LastWords { get; init; } = _ => null;

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }
}
