using System.Text.Json;
using Podclip.Cli.Rendering;
using Podclip.Engine;

namespace Podclip.Cli.Tests.Rendering;

public class RunViewTests
{
    [Fact]
    public void Text_without_a_terminal_has_the_transcript_on_output_and_the_rest_as_talk()
    {
        var terminal = new RecordingTerminal();
        Show(new TextRunView(terminal, TimeProvider.System), RunOutcome.Succeeded);
        Golden.Matches($"--- output ---\n{terminal.Output}--- talk ---\n{terminal.Talk}", "text-plain");
    }

    [Fact]
    public void Text_on_a_terminal_takes_the_status_line_away_before_each_line_and_at_the_end()
    {
        var terminal = new RecordingTerminal { OutIsTerminal = true, ErrorIsTerminal = true, AllowsColor = true };
        Show(new TextRunView(terminal, new StoppedTime()), RunOutcome.Succeeded);
        Golden.Matches($"--- output ---\n{terminal.Output}--- talk ---\n{terminal.Talk}".Replace("\e", "␛", StringComparison.Ordinal), "text-terminal");
    }

    [Fact]
    public void Nothing_but_our_own_colours_reaches_a_terminal()
    {
        var terminal = new RecordingTerminal { OutIsTerminal = true, ErrorIsTerminal = true };
        Show(new TextRunView(terminal, TimeProvider.System), RunOutcome.AgentFailed);
        Assert.DoesNotContain('\e', terminal.Output);
        Assert.DoesNotContain('\e', terminal.Talk);
    }

    [Fact]
    public void Each_outcome_has_a_summary()
    {
        var terminal = new RecordingTerminal();
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            new TextRunView(terminal, TimeProvider.System).Show(SampleRun.Finished(outcome));
        }

        Golden.Matches(terminal.Talk, "summaries");
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public void Json_is_the_result_object_alone()
    {
        var terminal = new RecordingTerminal();
        Show(new JsonRunView(terminal, TimeProvider.System), RunOutcome.Succeeded);
        Golden.Matches(terminal.Output, "json");
        Assert.Equal(RunOutcome.Succeeded, JsonSerializer.Deserialize(terminal.Output, EngineJson.Default.RunResult)!.Outcome);
    }

    [Fact]
    public void NdJson_is_one_document_a_line_with_the_result_last()
    {
        var terminal = new RecordingTerminal();
        Show(new NdJsonRunView(terminal), RunOutcome.Succeeded);
        Golden.Matches(terminal.Output, "ndjson");
        var lines = terminal.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line => Assert.True(line.TryGetProperty("kind", out _)));
        Assert.Equal("succeeded", lines[^1].GetProperty("outcome").GetString());
    }

    private static void Show(IRunView view, RunOutcome outcome)
    {
        using (view)
        {
            foreach (var runEvent in SampleRun.Events().Append(SampleRun.Finished(outcome)))
            {
                view.Show(runEvent);
            }
        }
    }

    /// <summary>A clock that stands still and whose timers never fire.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
