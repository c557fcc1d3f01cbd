namespace Podclip.Kubernetes.Logs;

/// <summary>How an attempt to open a log went.</summary>
internal enum LogOpening
{
    /// <summary>Its bytes can be read.</summary>
    Open,

    /// <summary>The pod is not scheduled yet.</summary>
    NotScheduled,

    /// <summary>The container has ended and the server still said nothing for too long.</summary>
    Silent,
}
