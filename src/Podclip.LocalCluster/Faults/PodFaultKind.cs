namespace Podclip.LocalCluster.Faults;

/// <summary>What can happen to a pod.</summary>
public enum PodFaultKind
{
    /// <summary>It is evicted, as by a drain.</summary>
    Evict,

    /// <summary>It makes room for a more important one.</summary>
    Preempt,

    /// <summary>Its node is lost: it is deleted by the taint manager, and stays Terminating because nobody says that it has ended.</summary>
    LoseNode,

    /// <summary>It is deleted, and stays Terminating.</summary>
    StickTerminating,

    /// <summary>It is deleted by somebody.</summary>
    Delete,
}
