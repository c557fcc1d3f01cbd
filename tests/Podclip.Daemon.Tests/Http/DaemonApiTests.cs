using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Podclip.Daemon.Tests.Http;

public sealed class DaemonApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_executed_once_however_often_it_is_asked_for()
    {
        await using var stage = await DaemonStage.StartAsync();
        using var first = await stage.Http.PutAsync("/v1/runs/r-1", DaemonStage.Ask("r-1"), Token);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var events = await ReadEventsAsync(stage, "r-1", 0);
        Assert.Equal("cluster_unusable", events[^1]["result"]!["errorCode"]!.GetValue<string>());

        using var second = await stage.Http.PutAsync("/v1/runs/r-1", DaemonStage.Ask("r-1"), Token);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("finished", JsonNode.Parse(await second.Content.ReadAsStringAsync(Token))!["state"]!.GetValue<string>());
        Assert.Equal(events.Select(e => e.ToJsonString()), (await ReadEventsAsync(stage, "r-1", 0)).Select(e => e.ToJsonString()));
        Assert.Empty(await ReadEventsAsync(stage, "r-1", events.Count));
    }

    [Fact]
    public async Task The_id_of_another_agents_run_is_a_conflict()
    {
        await using var stage = await DaemonStage.StartAsync();
        using var first = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await AssertProblemAsync(stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r", agent: "agent-2"), Token), 409, "run_conflict");
        await AssertProblemAsync(stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r", adapter: "claude_k8s"), Token), 409, "run_conflict");
    }

    [Theory]
    [InlineData("r", "null", "null")]
    [InlineData("r", "{", "$")]
    [InlineData("r", "{\"adapter\":\"nope\"}", "nope|context must be an object")]
    [InlineData("-r", "{\"adapter\":\"shell_k8s\",\"context\":{\"runId\":\"x\"}}", "must be 1 to 128 letters|context at")]
    [InlineData("r", "{\"adapter\":\"shell_k8s\",\"context\":{\"runId\":\"x\",\"agent\":{\"id\":\"a\",\"companyId\":\"c\",\"name\":\"n\"}}}", "context.runId is x, not r")]
    [InlineData("r", "{\"adapter\":\"shell_k8s\",\"context\":{\"runId\":5}}", "context at $.runId")]
    public async Task S16_A_bad_request_names_all_that_is_wrong(string id, string body, string expected)
    {
        await using var stage = await DaemonStage.StartAsync();
        var detail = await AssertProblemAsync(stage.Http.PutAsync($"/v1/runs/{id}", new StringContent(body, Encoding.UTF8, "application/json"), Token), 400, "invalid_request");
        Assert.All(expected.Split('|'), part => Assert.Contains(part, detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_with_a_code()
    {
        await using var stage = await DaemonStage.StartAsync();
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/runs/r", UriKind.Relative), Token), 404, "unknown_run");
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/runs/..%2f..%2fx/events", UriKind.Relative), Token), 404, "unknown_run");
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/adapters/x", UriKind.Relative), Token), 404, "unknown_adapter");
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v2", UriKind.Relative), Token), 404, "not_found");
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await ReadEventsAsync(stage, "r", 0);
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/runs/r/events?after=99", UriKind.Relative), Token), 409, "cursor_ahead");
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/runs/r/events?after=-1", UriKind.Relative), Token), 400, "invalid_request");
    }

    [Fact]
    public async Task Server_sent_events_go_on_behind_the_last_id()
    {
        await using var stage = await DaemonStage.StartAsync();
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        var all = await ReadEventsAsync(stage, "r", 0);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/runs/r/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await stage.Http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(string.Concat(all.Select(e => $"id: {e["seq"]}\ndata: {e.ToJsonString(Relaxed)}\n\n")), text);
    }

    [Fact]
    public async Task A_cancelled_run_that_never_began_is_acknowledged()
    {
        await using var stage = await DaemonStage.StartAsync(searchEnds: false);
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        using var cancelled = await stage.Http.PostAsync(new Uri("/v1/runs/r/cancel", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        var result = (await ReadEventsAsync(stage, "r", 0))[^1]["result"]!;
        Assert.Equal("cancelled", result["errorCode"]!.GetValue<string>());
        Assert.Equal("acknowledged", result["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_daemon_let_go_before_it_began_waits_for_its_caller()
    {
        await using var stage = await DaemonStage.StartAsync(searchEnds: false);
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await stage.Daemon.DisposeAsync();
        await stage.StartDaemonAsync();
        Assert.Equal("waiting", (await StateAsync(stage)).GetValue<string>());

        stage.EndSearch();
        using var again = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal("cluster_unusable", (await ReadEventsAsync(stage, "r", 0))[^1]["result"]!["errorCode"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_cancel_outlives_the_daemon()
    {
        await using var stage = await DaemonStage.StartAsync(searchEnds: false);
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await stage.Daemon.DisposeAsync();
        await stage.StartDaemonAsync();
        using var cancelled = await stage.Http.PostAsync(new Uri("/v1/runs/r/cancel", UriKind.Relative), null, Token);
        Assert.Equal("cancelled", (await ReadEventsAsync(stage, "r", 0))[^1]["result"]!["errorCode"]!.GetValue<string>());
    }

    [Fact]
    public async Task R29_A_draining_daemon_takes_no_new_runs_and_ends_with_its_last_one()
    {
        await using var stage = await DaemonStage.StartAsync(searchEnds: false);
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        using var drained = await stage.Http.PostAsync(new Uri("/v1/stop", UriKind.Relative), new StringContent("{\"drain\":true}"), Token);
        Assert.Equal("draining", JsonNode.Parse(await drained.Content.ReadAsStringAsync(Token))!["status"]!.GetValue<string>());
        await AssertProblemAsync(stage.Http.PutAsync("/v1/runs/s", DaemonStage.Ask("s"), Token), 503, "draining");
        Assert.False(stage.Daemon.StopAsked.IsCompleted);
        stage.EndSearch();
        await stage.Daemon.StopAsked.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task A_daemon_killed_between_a_result_and_the_note_of_it_leaves_no_run_that_lives_for_ever()
    {
        await using var stage = await DaemonStage.StartAsync();
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await ReadEventsAsync(stage, "r", 0);
        await stage.Daemon.DisposeAsync();
        var file = Path.Combine(stage.State, "daemon", "runs", "r", "run.json");
        var record = JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!.AsObject();
        Assert.True(record.Remove("finishedAt"));
        await File.WriteAllTextAsync(file, record.ToJsonString(), Token);

        await stage.StartDaemonAsync();
        Assert.Equal("finished", (await StateAsync(stage)).GetValue<string>());
        stage.Daemon.Drain();
        await stage.Daemon.StopAsked.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task A_state_directory_has_one_daemon()
    {
        await using var stage = await DaemonStage.StartAsync();
        var second = await Assert.ThrowsAsync<DaemonStartException>(() => DaemonServer.StartAsync(stage.Options(), Token));
        Assert.True(second.IsServed);
        Assert.Contains(stage.Daemon.Process.Socket!, second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S16_The_socket_and_all_files_are_for_their_owner_alone()
    {
        await using var stage = await DaemonStage.StartAsync();
        using var started = await stage.Http.PutAsync("/v1/runs/r", DaemonStage.Ask("r"), Token);
        await ReadEventsAsync(stage, "r", 0);
        const UnixFileMode Others = (UnixFileMode)0x3f;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(stage.Daemon.Process.Socket!) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(stage.State, "daemon.json")) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(stage.State) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(stage.State, "daemon", "runs", "r")) & Others);
    }

    [Fact]
    public async Task S16_At_an_address_only_the_token_opens()
    {
        await using var stage = await DaemonStage.StartAsync(change: options => options with { Address = new IPEndPoint(IPAddress.Loopback, 0), TokenFile = Path.Combine(options.State.Path, "token") });
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/health", UriKind.Relative), Token), 401, "unauthorized");
        stage.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        await AssertProblemAsync(stage.Http.GetAsync(new Uri("/v1/runs", UriKind.Relative), Token), 401, "unauthorized");
        stage.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(stage.Daemon.Process.TokenFile!, Token));
        Assert.Equal("ok", JsonNode.Parse(await stage.Http.GetStringAsync(new Uri("/v1/health", UriKind.Relative), Token))!["status"]!.GetValue<string>());
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<JsonNode> StateAsync(DaemonStage stage) =>
        JsonNode.Parse(await stage.Http.GetStringAsync(new Uri("/v1/runs/r", UriKind.Relative), Token))!["state"]!;

    private static async Task<List<JsonObject>> ReadEventsAsync(DaemonStage stage, string id, int after)
    {
        var text = await stage.Http.GetStringAsync(new Uri($"/v1/runs/{id}/events?after={after}", UriKind.Relative), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        var events = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(Enumerable.Range(after + 1, events.Count), events.Select(e => e["seq"]!.GetValue<int>()));
        return events;
    }

    private static async Task<string> AssertProblemAsync(Task<HttpResponseMessage> asked, int status, string code)
    {
        using var response = await asked;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        Assert.Equal((status, code), (problem["status"]!.GetValue<int>(), problem["code"]!.GetValue<string>()));
        return problem["detail"]!.GetValue<string>();
    }
}
