using System.Threading.Channels;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Engine;

namespace Podclip.Cli.Tests.Running;

public sealed class RunFollowerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>();
    private int _cancels;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RunOutcome.Succeeded, 0)]
    [InlineData(RunOutcome.AgentBusy, 5)]
    [InlineData(RunOutcome.TimedOut, 124)]
    public async Task The_exit_code_is_the_verdicts(RunOutcome outcome, int code)
    {
        var following = FollowAsync();
        _events.Writer.TryWrite(SampleRun.Finished(outcome));
        Assert.Equal(code, (await following).ExitCode);
    }

    [Fact]
    public async Task Interrupts_stop_the_agent_then_end_its_grace_then_let_go()
    {
        var following = FollowAsync();
        _terminal.Interrupt();
        Assert.Equal(1, _cancels);
        Assert.Contains("it has 30 s to end", _terminal.Talk, StringComparison.Ordinal);
        _terminal.Interrupt();
        Assert.Equal(2, _cancels);
        Assert.False(following.IsCompleted);
        _terminal.Interrupt();
        Assert.Equal(130, (await following).ExitCode);
        Assert.Equal(2, _cancels);
        Assert.Contains("podclip attach r1", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_still_tells_its_result()
    {
        var following = FollowAsync();
        _terminal.Interrupt();
        _events.Writer.TryWrite(SampleRun.Finished(RunOutcome.Cancelled));
        Assert.Equal(130, (await following).ExitCode);
        Assert.Contains("\"outcome\": \"cancelled\"", _terminal.Output, StringComparison.Ordinal);
    }

    private async Task<FollowedRun> FollowAsync()
    {
        var host = TestHost.Create(_directory, _terminal);
        using var view = new JsonRunView(_terminal, TimeProvider.System);
        return await new RunFollower(host, view).FollowAsync("r1", _events.Reader.ReadAllAsync, () => _cancels++, TimeSpan.FromSeconds(30));
    }
}
