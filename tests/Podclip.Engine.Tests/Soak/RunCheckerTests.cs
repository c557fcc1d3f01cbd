using Podclip.Soak;

namespace Podclip.Engine.Tests.Soak;

/// <summary>The soak's checker sees what it is there to see.</summary>
public sealed class RunCheckerTests
{
    private static readonly Draft Plain = new(Number: 7, AgentName: "agent-1", Lines: 4, ExitCode: 0, CancelAfter: null, MayBeTaken: false);

    private static readonly Observation Sound = new()
    {
        Draft = Plain,
        Result = Result(RunOutcome.Succeeded, 0),
        Lines = [1, 2, 3, 4],
        Ends = 1,
        Starts = 1,
        IsDone = true,
    };

    [Fact]
    public void A_sound_run_is_sound()
    {
        Assert.Empty(RunChecker.Check(Sound));
        Assert.Empty(RunChecker.Check(Sound with { Lines = [1, Observation.Gap, 4] }));
        Assert.Empty(RunChecker.Check(Sound with { Lines = [1, 2, Observation.Gap] }));
    }

    [Fact]
    public void A_lost_line_is_reported() => Reports("line 4 came after line 2", Sound with { Lines = [1, 2, 4] });

    [Fact]
    public void A_lost_end_is_reported() => Reports("3 of 4 lines", Sound with { Lines = [1, 2, 3] });

    [Fact]
    public void A_doubled_line_is_reported() => Reports("line 2 came after line 2", Sound with { Lines = [1, 2, 2, 3, 4] });

    [Fact]
    public void A_doubled_line_behind_a_gap_is_reported() => Reports("line 2 came after line 3", Sound with { Lines = [1, 2, 3, Observation.Gap, 2, 3, 4] });

    [Fact]
    public void A_second_start_is_reported() => Reports("started 2 times", Sound with { Starts = 2 });

    [Fact]
    public void Two_runs_of_an_agent_at_once_are_reported() => Reports("beside another run", Sound with { Overlaps = true });

    [Fact]
    public void A_secret_that_is_shown_is_reported() => Reports("shows a secret", Sound with { ShowsCanary = true });

    [Fact]
    public void A_second_end_is_reported() => Reports("2 ends", Sound with { Ends = 2 });

    [Theory]
    [InlineData(RunOutcome.Succeeded, 0, 1, true)]
    [InlineData(RunOutcome.Succeeded, 0, 0, false)]
    [InlineData(RunOutcome.AgentFailed, 2, 3, true)]
    [InlineData(RunOutcome.Cancelled, null, 0, true)]
    [InlineData(RunOutcome.Unknown, null, 0, true)]
    [InlineData(RunOutcome.InfrastructureFailed, null, 0, true)]
    [InlineData(RunOutcome.ClusterUnavailable, null, 0, true)]
    [InlineData(RunOutcome.TimedOut, null, 0, true)]
    public void A_verdict_that_is_not_what_the_agent_did_is_reported(RunOutcome outcome, int? exitCode, int drawn, bool isDone) =>
        Assert.NotEmpty(RunChecker.Check(Sound with { Draft = Plain with { ExitCode = drawn }, Result = Result(outcome, exitCode), IsDone = isDone }));

    [Fact]
    public async Task A_Job_and_a_Secret_that_are_left_are_reported()
    {
        await using var stage = await SoakStage.StartAsync();
        await using var engine = stage.NewEngine();
        var token = TestContext.Current.CancellationToken;
        var plan = engine.Plan(Plain.ToRequest(stage.Notes));
        await stage.Client.CreateAsync(Podclip.Kubernetes.Resources.ResourceTypes.Jobs, "default", plan.Job, cancellationToken: token);
        await stage.Client.CreateAsync(Podclip.Kubernetes.Resources.ResourceTypes.Secrets, "default", plan.Secrets[0], cancellationToken: token);
        Assert.Equal(
            [$"left: Job {plan.Job.Metadata.Name}", $"left: Secret {plan.Secrets[0].Metadata.Name}"],
            await stage.LeftoversAsync(TimeSpan.Zero));
    }

    private static void Reports(string what, Observation seen) => Assert.Contains(RunChecker.Check(seen), broken => broken.Contains(what, StringComparison.Ordinal));

    private static RunResult Result(RunOutcome outcome, int? exitCode) => new()
    {
        RunId = "r",
        Agent = "shell",
        Outcome = outcome,
        ExitCode = exitCode,
        Namespace = "default",
        StartedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = DateTimeOffset.UnixEpoch,
    };
}
