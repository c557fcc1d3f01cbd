using static Podclip.ScriptedModel.Tests.Endpoint;

namespace Podclip.ScriptedModel.Tests;

/// <summary>What goes wrong on request, in the form of chat completions.</summary>
public class ChatFaultTests
{
    [Theory]
    [InlineData("error400", 400, "invalid_request_error", null)]
    [InlineData("error401", 401, "invalid_request_error", "invalid_api_key")]
    [InlineData("error403", 403, "invalid_request_error", "insufficient_permissions")]
    [InlineData("error404", 404, "invalid_request_error", "model_not_found")]
    [InlineData("error429", 429, "requests", "rate_limit_exceeded")]
    [InlineData("error500", 500, "server_error", null)]
    [InlineData("error503", 503, "server_error", null)]
    public async Task Errors_have_the_form_of_the_api(string scenario, int expectedStatus, string expectedType, string? expectedCode)
    {
        await using var endpoint = await StartAsync();
        var (status, body) = await ChatRequest.Of($"[[scenario:{scenario}]]").AskWholeAsync(endpoint);
        var error = body.GetProperty("error");
        Assert.Equal((expectedStatus, expectedType, expectedCode), (status, error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
        Assert.False(body.TryGetProperty("type", out _));
    }

    [Fact]
    public async Task A_rate_limit_strikes_as_often_as_asked_and_says_when_to_come_back()
    {
        await using var endpoint = await StartAsync();
        List<int> statuses = [];
        for (var i = 0; i < 3; i++)
        {
            using var response = await ChatRequest.Of("[[scenario:error429 times=2 retryAfter=7]]").SendToAsync(endpoint);
            statuses.Add((int)response.StatusCode);
            Assert.Equal(i < 2 ? "7" : null, response.Headers.TryGetValues("retry-after", out var values) ? values.Single() : null);
        }

        Assert.Equal([429, 429, 200], statuses);
    }

    [Fact]
    public async Task A_cut_stream_begins_and_has_no_end()
    {
        await using var endpoint = await StartAsync();
        using var response = await ChatRequest.Of("[[scenario:cut]]").SendToAsync(endpoint);
        var received = await ReadUntilCutAsync(response);
        Assert.Contains("This sentence", received, StringComparison.Ordinal);
        Assert.DoesNotContain("end early", received, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", received, StringComparison.Ordinal);

        var again = await ChatRequest.Of("[[scenario:cut]]").AskAsync(endpoint);
        Assert.Equal("stop", again.FinishReason);
    }

    [Fact]
    public async Task An_error_ends_a_stream()
    {
        await using var endpoint = await StartAsync();
        var answer = await ChatRequest.Of("[[scenario:errorevent]]").AskAsync(endpoint);
        Assert.Equal("server_error", answer.Error!.Value.GetProperty("type").GetString());
        Assert.Equal((null, false), (answer.FinishReason, answer.IsDone));
    }

    [Fact]
    public async Task An_empty_answer_says_nothing_and_gives_no_reason()
    {
        await using var endpoint = await StartAsync();
        var request = ChatRequest.Of("[[scenario:empty times=1]]");
        var empty = await request.AskAsync(endpoint);
        Assert.Equal(("", null, true, 0), (empty.Text, empty.FinishReason, empty.IsDone, empty.Usage!.Value.GetProperty("completion_tokens").GetInt32()));
        Assert.Equal("Now there is something to say.", (await request.AskAsync(endpoint)).Text);
        Assert.Equal(["empty", null], endpoint.Server.Requests.Select(record => record.Fault));
    }

    [Fact]
    public async Task An_empty_message_says_nothing_and_gives_no_reason()
    {
        await using var endpoint = await StartAsync();
        var (status, message) = await endpoint.AskWholeAsync(Conversation("[[scenario:empty]]"));
        Assert.Equal((200, 0, null), (status, message.GetProperty("content").GetArrayLength(), message.GetProperty("stop_reason").GetString()));
        Assert.Equal(0, message.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"messages":7}""")]
    [InlineData("""{"messages":[7]}""")]
    public async Task A_body_that_is_no_request_is_refused(string body)
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.SendAsync(body, path: "/v1/chat/completions");
        Assert.Equal(400, (int)response.StatusCode);
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
