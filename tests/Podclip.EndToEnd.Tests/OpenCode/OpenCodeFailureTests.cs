namespace Podclip.EndToEnd.Tests.OpenCode;

/// <summary>The real OpenCode in a Job, with all that goes wrong between it and its model.</summary>
[Trait("Needs", "opencode")]
public sealed class OpenCodeFailureTests(TestCluster cluster, TestModel model) : IClassFixture<TestCluster>, IClassFixture<TestModel>, IDisposable
{
    private readonly OpenCodeStage _stage = new(cluster, model);

    [Fact]
    public async Task A_session_that_is_not_there_is_told()
    {
        var result = (await _stage.RunAsync("Go", "--agent", "nobody", "--session", "ses_00000000000000000000000000")).Expect(1).Json;
        Assert.Equal("session_unavailable", result.GetProperty("errorCode").GetString());
        Assert.Empty(_stage.Requests);
    }

    [Fact]
    public async Task A_refused_key_ends_the_run_at_once()
    {
        var result = (await _stage.RunAsync("Go [[scenario:error401]]")).Expect(1).Json;
        Assert.Equal(("authentication_failed", "Incorrect API key provided."), (result.GetProperty("errorCode").GetString(), result.GetProperty("errorMessage").GetString()));
        Assert.Equal(401, Assert.Single(_stage.Requests).Status);
    }

    [Fact]
    public async Task A_rate_limit_is_waited_for()
    {
        (await _stage.RunAsync("Go [[scenario:error429 times=2]]")).Expect(0);
        Assert.Equal([429, 429, 200], _stage.Requests.Select(request => request.Status!.Value));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("errorevent")]
    [InlineData("error503 times=1")]
    public async Task A_passing_fault_is_tried_again(string scenario)
    {
        var result = (await _stage.RunAsync($"Go [[scenario:{scenario}]]")).Expect(0).Json;
        Assert.Equal("succeeded", result.GetProperty("outcome").GetString());
        Assert.Equal([false, true], _stage.Requests.Select(request => request.Fault is null));
    }

    [Fact]
    public async Task A_few_empty_answers_are_no_loop()
    {
        var result = (await _stage.RunAsync("Go [[scenario:empty times=5]]")).Expect(0).Json;
        Assert.Equal("Now there is something to say.", result.GetProperty("summary").GetString());
        Assert.Equal(6, _stage.Requests.Count);
    }

    [Fact]
    public async Task Endless_empty_answers_are_a_loop_that_is_stopped()
    {
        var result = (await _stage.RunAsync("Go [[scenario:empty]]", "--grace", "5s")).Expect(1).Json;
        Assert.Equal(("agent_failed", "agent_loop"), (result.GetProperty("outcome").GetString(), result.GetProperty("errorCode").GetString()));
        Assert.Equal("looping", result.GetProperty("evidence").GetProperty("stopped").GetString());
        Assert.StartsWith("ses_", result.GetProperty("sessionId").GetString(), StringComparison.Ordinal);

        // It went on while it was being stopped, but not for long.
        Assert.InRange(_stage.Requests.Count, 20, 500);
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_run_that_is_interrupted_leaves_nothing()
    {
        using var run = _stage.Start("Go [[scenario:turns count=1000 delay=1]]", "--grace", "5s");
        await model.Asked.UntilAsync(() => _stage.Requests.Count > 0);
        run.Interrupt();
        var result = (await run.ExitAsync(TimeSpan.FromSeconds(60))).Expect(130).Json;
        Assert.Equal("cancelled", result.GetProperty("outcome").GetString());
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _stage.Dispose();
}
