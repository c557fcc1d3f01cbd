namespace Podclip.Kubernetes.Logs;

/// <summary>What a line of a resumed stream is to its reader.</summary>
internal enum LineNovelty
{
    /// <summary>It was seen before the cut.</summary>
    Known,

    /// <summary>It continues what was seen.</summary>
    New,

    /// <summary>It is new, and what was seen last is not before it: lines may be missing.</summary>
    NewAfterGap,
}
