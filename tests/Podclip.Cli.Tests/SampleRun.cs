using System.Text.Json;
using Podclip.Agents.Transcripts;
using Podclip.Engine;

namespace Podclip.Cli.Tests;

/// <summary>The events of an invented run.</summary>
internal static class SampleRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static IReadOnlyList<RunEvent> Events()
    {
        using var input = JsonDocument.Parse("""{"command":"ls"}""");
        return
        [
            new RunEvent.PhaseChanged(RunPhase.Admitting, "") { Sequence = 1, Time = Start },
            new RunEvent.PhaseChanged(RunPhase.Scheduling, "") { Sequence = 2, Time = Start },
            new RunEvent.PhaseChanged(RunPhase.Starting, "Pulling image \"podclip/claude:2.1.329\"") { Sequence = 3, Time = Start.AddSeconds(1) },
            new RunEvent.PhaseChanged(RunPhase.Running, "") { Sequence = 4, Time = Start.AddSeconds(2) },
            new RunEvent.Entry(new TranscriptEntry.Init("scripted", "5f6f")) { Sequence = 5, Time = Start.AddSeconds(3) },
            new RunEvent.Entry(new TranscriptEntry.Assistant("I look around.\nThen I write.")) { Sequence = 6, Time = Start.AddSeconds(3) },
            new RunEvent.Entry(new TranscriptEntry.ToolCall("Bash", "t1", input.RootElement.Clone())) { Sequence = 6, Time = Start.AddSeconds(3) },
            new RunEvent.Entry(new TranscriptEntry.ToolResult("t1", "a.txt\n", IsError: false)) { Sequence = 7, Time = Start.AddSeconds(4) },
            new RunEvent.Gap("the log was rotated\e[31m") { Sequence = 8, Time = Start.AddSeconds(4) },
            new RunEvent.Notice("the value of X is a file now") { Sequence = 9, Time = Start.AddSeconds(4) },
            new RunEvent.Entry(new TranscriptEntry.Output("evil \e]0;title\a line 🙂")) { Sequence = 10, Time = Start.AddSeconds(4) },
            new RunEvent.PhaseChanged(RunPhase.Settling, "") { Sequence = 11, Time = Start.AddSeconds(5) },
        ];
    }

    public static RunEvent.Finished Finished(RunOutcome outcome) => new(Result(outcome)) { Sequence = 12, Time = Start.AddSeconds(6) };

    public static RunResult Result(RunOutcome outcome) => outcome is RunOutcome.Succeeded
        ? Bare(outcome) with
        {
            ExitCode = 0,
            SessionId = "5f6f",
            Model = "scripted",
            Summary = "I wrote a file.",
            Usage = new TokenUsage(1200, 34, 5600, 78),
            CostUsd = 0.0123m,
            Job = "claude-1",
            Pod = "claude-1-abcde",
        }
        : Bare(outcome) with { ErrorCode = "some_code", ErrorMessage = "What happened,\nover two lines.", Remedy = "Do this.", ExitCode = 3 };

    private static RunResult Bare(RunOutcome outcome) => new()
    {
        RunId = "r1",
        Agent = "claude",
        AgentName = "demo",
        Outcome = outcome,
        Namespace = "default",
        StartedAt = Start,
        FinishedAt = Start.AddSeconds(6),
        Timings = new RunTimings { AdmittedSec = 0.11, ScheduledSec = 0.02, StartedSec = 1.5, RanSec = 3.9, TotalSec = 75.4 },
    };
}
