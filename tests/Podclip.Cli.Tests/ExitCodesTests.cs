using Podclip.Engine;

namespace Podclip.Cli.Tests;

public class ExitCodesTests
{
    [Theory]
    [InlineData(RunOutcome.Succeeded, 0)]
    [InlineData(RunOutcome.AgentFailed, 1)]
    [InlineData(RunOutcome.ClusterUnavailable, 3)]
    [InlineData(RunOutcome.InfrastructureFailed, 4)]
    [InlineData(RunOutcome.Unknown, 4)]
    [InlineData(RunOutcome.AgentBusy, 5)]
    [InlineData(RunOutcome.TimedOut, 124)]
    [InlineData(RunOutcome.Cancelled, 130)]
    public void Each_outcome_has_the_documented_code(RunOutcome outcome, int code) => Assert.Equal(code, ExitCodes.From(outcome));

    [Fact]
    public void No_outcome_is_forgotten() => Assert.All(Enum.GetValues<RunOutcome>(), outcome => ExitCodes.From(outcome));
}
