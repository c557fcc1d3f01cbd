using static Podclip.ScriptedModel.Tests.Endpoint;

namespace Podclip.ScriptedModel.Tests;

/// <summary>What goes wrong on request.</summary>
public class FaultTests
{
    [Theory]
    [InlineData("error400", 400, "invalid_request_error")]
    [InlineData("error401", 401, "authentication_error")]
    [InlineData("error403", 403, "permission_error")]
    [InlineData("error404", 404, "not_found_error")]
    [InlineData("error429", 429, "rate_limit_error")]
    [InlineData("error500", 500, "api_error")]
    [InlineData("error503", 503, "api_error")]
    [InlineData("error529", 529, "overloaded_error")]
    public async Task Errors_have_the_form_of_the_api(string scenario, int expectedStatus, string expectedType)
    {
        await using var endpoint = await StartAsync();
        var (status, body) = await endpoint.AskWholeAsync(Conversation($"[[scenario:{scenario}]]"));
        Assert.Equal(expectedStatus, status);
        Assert.Equal("error", body.GetProperty("type").GetString());
        Assert.Equal(expectedType, body.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back()
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.PostAsync(Conversation("[[scenario:error429 retryAfter=3600]]"));
        Assert.Equal("3600", Assert.Single(response.Headers.GetValues("retry-after")));
    }

    [Fact]
    public async Task A_fault_strikes_as_often_as_asked_in_each_conversation()
    {
        await using var endpoint = await StartAsync();
        foreach (var session in new[] { "a", "b" })
        {
            List<int> statuses = [];
            for (var i = 0; i < 4; i++)
            {
                using var response = await endpoint.PostAsync(Conversation("[[scenario:error529 times=2]]"), session: session);
                statuses.Add((int)response.StatusCode);
            }

            Assert.Equal([529, 529, 200, 200], statuses);
        }
    }

    [Fact]
    public async Task A_cut_stream_begins_and_has_no_end()
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.PostAsync(Conversation("[[scenario:cut]]"));
        var received = await ReadUntilCutAsync(response);
        Assert.Contains("event: content_block_delta", received, StringComparison.Ordinal);
        Assert.DoesNotContain("content_block_stop", received, StringComparison.Ordinal);

        var again = await endpoint.AskAsync(Conversation("[[scenario:cut]]"));
        Assert.Equal("end_turn", again.StopReason);
    }

    [Fact]
    public async Task A_request_without_streaming_is_cut_as_well()
    {
        await using var endpoint = await StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => endpoint.AskWholeAsync(Conversation("[[scenario:cut]]")));
    }

    [Fact]
    public async Task An_error_event_ends_a_stream()
    {
        await using var endpoint = await StartAsync();
        var answer = await endpoint.AskAsync(Conversation("[[scenario:errorevent]]"));
        Assert.Equal("overloaded_error", answer.Error!.Value.GetProperty("type").GetString());
        Assert.Null(answer.StopReason);
        Assert.Equal("error", answer.EventNames[^1]);
    }

    [Fact]
    public async Task Without_streaming_the_error_event_is_a_response()
    {
        await using var endpoint = await StartAsync();
        var (status, body) = await endpoint.AskWholeAsync(Conversation("[[scenario:errorevent]]"));
        Assert.Equal(529, status);
        Assert.Equal("overloaded_error", body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(529, Assert.Single(endpoint.Server.Requests).Status);
    }

    [Fact]
    public async Task A_hanging_request_is_recorded_and_ends_with_the_endpoint()
    {
        var arrived = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = await StartAsync(new ScriptedModelOptions { OnRequest = request => arrived.TrySetResult(request) });
        await using (endpoint)
        {
            var response = endpoint.PostAsync(Conversation("[[scenario:hang]]"));
            var request = await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("hang", request.Fault);
            Assert.Null(request.Status);
            Assert.False(response.IsCompleted);
            await endpoint.Server.DisposeAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => response);
        }
    }

    [Fact]
    public async Task A_stalled_stream_begins_and_then_says_nothing()
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.PostAsync(Conversation("[[scenario:stall]]"));
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var line = "";
        while (line is not null && !line.Contains("content_block_delta", StringComparison.Ordinal))
        {
            line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }

        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var next = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        await endpoint.Server.DisposeAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => next);
    }

    [Theory]
    [InlineData("[[scenario:nosuch]]", "There is no scenario 'nosuch'. Known scenarios: background, bash, big,")]
    [InlineData("[[scenario:plain a=1 b=2]]", "no parameter 'a'. It has: text. Scenario 'plain' has no parameter 'b'.")]
    [InlineData("[[scenario:plain text", "The scenario marker in the prompt is malformed")]
    [InlineData("[[scenario:plain text=\"open]]", "a quote that is never closed")]
    [InlineData("[[scenario:big blocks=many]]", "The repetition 'many' is no whole number")]
    [InlineData("[[scenario:wait seconds=1e9]]", "The delay '1e9' is no number of seconds")]
    public async Task A_prompt_that_cannot_be_met_is_told_why(string prompt, string expected)
    {
        await using var endpoint = await StartAsync();
        var (status, body) = await endpoint.AskWholeAsync(Conversation(prompt));
        Assert.Equal(400, status);
        Assert.Contains(expected, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("claude-test", Assert.Single(endpoint.Server.Requests).Model);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"messages":7}""")]
    [InlineData("""{"messages":[7]}""")]
    public async Task A_body_that_is_no_request_is_refused(string body)
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.SendAsync(body);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Records_hold_what_a_test_wants_to_know_and_no_credentials()
    {
        await using var endpoint = await StartAsync();
        await endpoint.AskAsync(Conversation("Top secret prompt [[scenario:plain]]"));
        var request = Assert.Single(endpoint.Server.Requests);
        Assert.Equal((1, "POST", "/v1/messages", "claude-test", true, "plain", 1, 1, 200), (request.Number, request.Method, request.Path, request.Model, request.Stream, request.Scenario, request.Turn, request.Prompts, request.Status));
        Assert.True(request.BodyBytes > 100);
        Assert.DoesNotContain("secret", request.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> ReadUntilCutAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var text = "";
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                text += line + "\n";
            }
        });
        return text;
    }
}
