using System.Globalization;
using System.Text;

namespace Podclip.Soak;

/// <summary>What a soak came to.</summary>
internal sealed record SoakReport
{
    /// <summary>What everything was drawn with.</summary>
    public required int Seed { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many runs ended in which way.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }

    /// <summary>How many runs have a gap in their transcript.</summary>
    public required int Gaps { get; init; }

    /// <summary>How often the engine was let go of and another one took its runs up.</summary>
    public required int Engines { get; init; }

    /// <summary>Everything that did not hold.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    /// <summary>Managed memory when it was warm and at its end, in bytes.</summary>
    public required (long Warm, long End) Memory { get; init; }

    /// <summary>In words.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}: {Outcomes.Values.Sum()} runs in {Duration.TotalSeconds:0} s, {Engines} engines, {Gaps} runs with a gap that is told");
        foreach (var (outcome, count) in Outcomes.OrderByDescending(pair => pair.Value))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count,6} {outcome}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  managed memory {Memory.Warm >> 20} MiB warm, {Memory.End >> 20} MiB at the end");
        foreach (var what in Broken)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"BROKEN {what}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Broken.Count} broken").ToString();
    }
}
