using System.Globalization;
using Podclip.Engine;

namespace Podclip.Soak;

/// <summary>What must hold of every run, whatever went wrong around it.</summary>
internal static class RunChecker
{
    /// <summary>Everything that does not hold.</summary>
    public static IReadOnlyList<string> Check(Observation seen)
    {
        List<string> broken = [.. Lines(seen), .. Verdict(seen)];
        Require(seen.Starts <= 1, string.Create(CultureInfo.InvariantCulture, $"its agent started {seen.Starts} times"), broken);
        Require(!seen.Overlaps, "it ran beside another run of its agent", broken);
        Require(!seen.ShowsCanary, "its transcript shows a secret", broken);
        Require(seen.Ends == 1, string.Create(CultureInfo.InvariantCulture, $"{seen.Ends} ends were told"), broken);
        var run = string.Create(CultureInfo.InvariantCulture, $"run {seen.Draft.Number} ({seen.Result.RunId}, {seen.Result.Outcome} {seen.Result.ErrorCode})");
        return [.. broken.Select(what => $"{run}: {what}")];
    }

    // Each line once and in order, or a gap that says so.
    private static IEnumerable<string> Lines(Observation seen)
    {
        var last = 0;
        var mayMiss = false;
        foreach (var line in seen.Lines)
        {
            if (line == Observation.Gap)
            {
                mayMiss = true;
                continue;
            }

            if (line <= last)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"line {line} came after line {last}");
            }
            else if (line != last + 1 && !mayMiss)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"line {line} came after line {last}, and no gap is told");
            }

            (last, mayMiss) = (line, false);
        }

        var isWhole = seen.Result.Outcome is RunOutcome.Succeeded or RunOutcome.AgentFailed && seen.IsDone;
        if (isWhole && last != seen.Draft.Lines && !mayMiss)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{last} of {seen.Draft.Lines} lines came, and no gap is told");
        }
    }

    private static IEnumerable<string> Verdict(Observation seen)
    {
        var draft = seen.Draft;
        var problem = seen.Result.Outcome switch
        {
            RunOutcome.Succeeded => seen.IsDone && draft.ExitCode == 0 ? null : "its agent did not succeed",
            RunOutcome.AgentFailed => seen.IsDone && draft.ExitCode == seen.Result.ExitCode ? null : "its agent did not fail like that",
            RunOutcome.Cancelled => draft.CancelAfter is not null ? null : "nobody cancelled it",
            RunOutcome.AgentBusy => seen.Starts == 0 && draft.AgentName is not null ? null : "it was not kept waiting",
            RunOutcome.InfrastructureFailed or RunOutcome.Unknown when seen.Starts > 0 => draft.MayBeTaken || draft.CancelAfter is not null ? null : "nothing was done to its pod",
            RunOutcome.InfrastructureFailed or RunOutcome.ClusterUnavailable => seen.Starts == 0 ? null : "its agent ran",
            _ => "no fault explains that",
        };
        return problem is null ? [] : [problem];
    }

    private static void Require(bool holds, string otherwise, List<string> broken)
    {
        if (!holds)
        {
            broken.Add(otherwise);
        }
    }
}
