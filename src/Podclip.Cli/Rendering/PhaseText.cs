using Podclip.Cli.Terminal;
using Podclip.Engine;

namespace Podclip.Cli.Rendering;

/// <summary>Says what a run waits for.</summary>
internal static class PhaseText
{
    /// <summary>A phase in words.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="detail">What is known of it.</param>
    /// <returns>The words.</returns>
    public static string Of(RunPhase phase, string detail)
    {
        var word = phase switch
        {
            RunPhase.Admitting => "asking for admission",
            RunPhase.Queued => "queued",
            RunPhase.Launching => "launching",
            RunPhase.Scheduling => "waiting for a node",
            RunPhase.Starting => "starting",
            RunPhase.Running => "running",
            RunPhase.Stopping => "stopping",
            RunPhase.Settling => "settling",
            RunPhase.Finished => "finished",
            _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "This phase has no words."),
        };
        return detail.Length == 0 ? word : $"{word}: {Printable.Line(detail, 300)}";
    }
}
