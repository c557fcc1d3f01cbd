using Podclip.Engine;

namespace Podclip.Paperclip.Placement;

/// <summary>Where an agent's pod runs and what it sees of the host's disk.</summary>
public sealed record PodPlace
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The image, or null for the agent's own.</summary>
    public string? Image { get; init; }

    /// <summary>HOME.</summary>
    public required HomeVolume Home { get; init; }

    /// <summary>The pod.</summary>
    public required PodOptions Pod { get; init; }

    /// <summary>The host's data folder as the pod sees it at its own path, so that what is written there reaches the pod; null when it does not.</summary>
    public string? SharedFolder { get; init; }

    /// <summary>The working directory, for the session.</summary>
    public string Cwd => Pod.WorkingDirectory ?? "";
}
