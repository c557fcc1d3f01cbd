using Podclip.Paperclip.Outcomes;

namespace Podclip.Paperclip.Execution;

/// <summary>A run of an execution: all that is needed to follow it again and to tell its result. Holds no secret.</summary>
public sealed record ExecutionRun
{
    /// <summary>The engine's run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its Job.</summary>
    public required string Job { get; init; }

    /// <summary>The kubeconfig by which its cluster was found; null for the default.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Whether it is that of an earlier execution, taken up before this one's own.</summary>
    public bool IsFormer { get; init; }

    /// <summary>What was known of the session.</summary>
    public SessionFacts Session { get; init; } = SessionFacts.None;
}
