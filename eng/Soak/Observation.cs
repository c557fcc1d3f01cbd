using Podclip.Engine;

namespace Podclip.Soak;

/// <summary>What was seen of a run: by its follower, and by the notes of its agent.</summary>
internal sealed record Observation
{
    /// <summary>The number that stands for a gap among <see cref="Lines"/>.</summary>
    public const int Gap = 0;

    /// <summary>What was asked for.</summary>
    public required Draft Draft { get; init; }

    /// <summary>How it is said to have ended.</summary>
    public required RunResult Result { get; init; }

    /// <summary>The numbers of the lines that came, in their order; <see cref="Gap"/> where the transcript says that some may be missing.</summary>
    public required IReadOnlyList<int> Lines { get; init; }

    /// <summary>How many ends were told.</summary>
    public required int Ends { get; init; }

    /// <summary>Whether the canary stood in something that was told.</summary>
    public bool ShowsCanary { get; init; }

    /// <summary>How often its agent started.</summary>
    public int Starts { get; init; }

    /// <summary>Whether its agent came to its end.</summary>
    public bool IsDone { get; init; }

    /// <summary>Whether another run of its agent went on beside it.</summary>
    public bool Overlaps { get; init; }
}
