using System.Globalization;
using Podclip.Agents.Transcripts;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Engine;
using Spectre.Console;

namespace Podclip.Cli.Rendering;

/// <summary>What a run came to, for people.</summary>
internal static class RunSummary
{
    /// <summary>Writes the summary.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">The result.</param>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        var (mark, word, colour) = Verdict(result.Outcome);
        console.WriteLine();
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour} bold]{mark} {word}[/]{Suffix(result)}");
        if (result.ErrorMessage is { } message)
        {
            var code = result.ErrorCode is { } errorCode ? $" ({Printable.Line(errorCode)})" : "";
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {Printable.Line(message)}{code}");
        }

        if (result.Remedy is { } remedy)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [bold]{Printable.Line(remedy)}[/]");
        }

        foreach (var (name, value) in Rows(result))
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [dim]{name,-8}[/] {Printable.Line(value)}");
        }
    }

    private static (char Mark, string Word, string Colour) Verdict(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => ('✓', "succeeded", "green"),
        RunOutcome.AgentFailed => ('✗', "the agent failed", "red"),
        RunOutcome.InfrastructureFailed => ('✗', "the cluster failed the run", "red"),
        RunOutcome.ClusterUnavailable => ('✗', "the cluster is not available", "red"),
        RunOutcome.AgentBusy => ('✗', "refused: the agent is busy", "yellow"),
        RunOutcome.TimedOut => ('✗', "timed out", "red"),
        RunOutcome.Cancelled => ('✗', "cancelled", "yellow"),
        RunOutcome.Unknown => ('?', "nobody can say how the run ended", "red"),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This outcome has no words."),
    };

    private static string Suffix(RunResult result)
    {
        var exit = result is { ExitCode: { } code, Outcome: not RunOutcome.Succeeded } ? string.Create(CultureInfo.InvariantCulture, $" · exit code {code}") : "";
        return result.Timings.TotalSec is { } total ? $"{exit} · {Duration.Show(total)}" : exit;
    }

    private static IEnumerable<(string Name, string Value)> Rows(RunResult result)
    {
        yield return ("run", result.AgentName is { } name ? $"{result.RunId} (agent {name})" : result.RunId);
        if (result.Model is { } model)
        {
            yield return ("model", model);
        }

        if (result.SessionId is { } session)
        {
            yield return ("session", session);
        }

        if (result.Usage != TokenUsage.None)
        {
            yield return ("tokens", Tokens(result.Usage));
        }

        if (result.CostUsd is { } cost)
        {
            yield return ("cost", string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}"));
        }

        if (Times(result.Timings) is { Length: > 0 } times)
        {
            yield return ("time", times);
        }
    }

    private static string Tokens(TokenUsage usage)
    {
        var cached = usage.CachedInputTokens > 0 ? string.Create(CultureInfo.InvariantCulture, $" (and {usage.CachedInputTokens:N0} cached)") : "";
        var written = usage.CacheCreationTokens > 0 ? string.Create(CultureInfo.InvariantCulture, $" (and {usage.CacheCreationTokens:N0} to the cache)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{usage.InputTokens:N0} in{cached}{written} · {usage.OutputTokens:N0} out");
    }

    private static string Times(RunTimings timings) => string.Join(" · ", new[]
    {
        (Name: "queued", Seconds: timings.QueuedSec),
        (Name: "admitted", Seconds: timings.QueuedSec is { } queued ? timings.AdmittedSec - queued : timings.AdmittedSec),
        (Name: "scheduled", Seconds: timings.ScheduledSec),
        (Name: "started", Seconds: timings.StartedSec),
        (Name: "ran", Seconds: timings.RanSec),
    }.Where(phase => phase.Seconds is not null).Select(phase => $"{phase.Name} {Duration.Show(phase.Seconds!.Value)}"));
}
