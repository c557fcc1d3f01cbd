using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Podclip.ScriptedModel.Tests.Endpoint;

namespace Podclip.ScriptedModel.Tests;

/// <summary>The form of answers, and which turn answers.</summary>
public class MessagesTests
{
    [Fact]
    public async Task A_streamed_answer_has_the_events_of_the_api_in_order()
    {
        await using var endpoint = await StartAsync();
        var answer = await endpoint.AskAsync(Conversation("Go [[scenario:plain]]"));
        Assert.Equal(
            ["message_start", "ping", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            answer.EventNames);
        Assert.Equal("Hello from the scripted model.", Assert.Single(answer.Texts));
        Assert.Equal("end_turn", answer.StopReason);
        Assert.Equal("claude-test", answer.Start.GetProperty("model").GetString());
        Assert.Equal("assistant", answer.Start.GetProperty("role").GetString());
        Assert.StartsWith("msg_", answer.Start.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(8, answer.FinalUsage.GetProperty("output_tokens").GetInt32());
        Assert.Equal(1, answer.Start.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Thinking_carries_a_signature_and_each_block_is_its_own()
    {
        await using var endpoint = await StartAsync();
        var answer = await endpoint.AskAsync(Conversation("[[scenario:thinking]]"));
        Assert.Equal(["thinking", "text", "text"], answer.Blocks.Select(block => block.GetProperty("type").GetString()!), StringComparer.Ordinal);
        Assert.Equal("The user wants two paragraphs. Let me plan them.", answer.Content(0));
        Assert.Equal(["First block.", "Second block."], answer.Texts, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_tool_call_streams_its_input_as_json_and_stops_for_the_tool()
    {
        await using var endpoint = await StartAsync();
        var messages = Conversation("""Run it [[scenario:bash command="echo \"a b\" | tr a c"]]""");
        var answer = await endpoint.AskAsync(messages);
        Assert.Equal("tool_use", answer.StopReason);
        Assert.Equal("{}", answer.Blocks[1].GetProperty("input").GetRawText());
        Assert.Equal("Bash", answer.Blocks[1].GetProperty("name").GetString());
        Assert.Equal("echo \"a b\" | tr a c", JsonElement.Parse(answer.Content(1)).GetProperty("command").GetString());

        messages.Add(Message("assistant", Text("I will run a command.")));
        messages.Add(ToolResult(answer.Blocks[1].GetProperty("id").GetString()!, "c b"));
        Assert.Equal("The command printed: c b", Assert.Single((await endpoint.AskAsync(messages)).Texts));
    }

    [Fact]
    public async Task An_answer_without_streaming_says_the_same()
    {
        await using var endpoint = await StartAsync();
        var streamed = await endpoint.AskAsync(Conversation("[[scenario:bash]]"));
        var (status, whole) = await endpoint.AskWholeAsync(Conversation("[[scenario:bash]]"));
        Assert.Equal(200, status);
        Assert.Equal("message", whole.GetProperty("type").GetString());
        Assert.Equal("tool_use", whole.GetProperty("stop_reason").GetString());
        Assert.Equal(streamed.Content(0), whole.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(streamed.Content(1), whole.GetProperty("content")[1].GetProperty("input").GetRawText());
        Assert.Equal(streamed.Blocks[1].GetProperty("id").GetString(), whole.GetProperty("content")[1].GetProperty("id").GetString());
        Assert.Equal(streamed.FinalUsage.GetRawText(), whole.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Echo_proves_that_the_prompt_arrived_unchanged()
    {
        await using var endpoint = await StartAsync();
        var prompt = "[[scenario:echo]] $(X) $$ 'q' \"d\" 🎉\r\n  tail  \n\n" + new string('ä', 500_000);
        var answer = await endpoint.AskAsync(Conversation(prompt));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        Assert.Equal($"prompt bytes={Encoding.UTF8.GetByteCount(prompt)} sha256={hash}", Assert.Single(answer.Texts));
    }

    [Fact]
    public async Task Demo_writes_a_note_and_a_resumed_session_is_recognised_by_any_endpoint()
    {
        JsonArray messages;
        await using (var endpoint = await StartAsync())
        {
            messages = new JsonArray(User("Hi"), Environment("/work/space"));
            var first = await endpoint.AskAsync(messages);
            Assert.Contains("hello-from-podclip.md", first.Content(1), StringComparison.Ordinal);
            messages.Add(Assistant("Hello"));
            messages.Add(ToolResult("t", "# Hello"));
            var second = await endpoint.AskAsync(messages);
            Assert.StartsWith("Done: hello-from-podclip.md is in /work/space.", second.Texts.Single(), StringComparison.Ordinal);
            Assert.Equal("end_turn", second.StopReason);
            messages.Add(Assistant("Done"));
        }

        await using var another = await StartAsync();
        messages.Add(User("Go on"));
        var resumed = await another.AskAsync(messages);
        Assert.StartsWith("Welcome back! This session already had 1 prompt(s)", resumed.Content(0), StringComparison.Ordinal);
        Assert.Contains("Prompt 2 of the same session", resumed.Content(1), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(another.Server.Requests).Prompts);
    }

    [Theory]
    [InlineData("<task-notification>\n<status>completed</status>")]
    [InlineData("Output token limit hit. Resume directly — no apology.")]
    [InlineData("[Your previous response had no visible output. Please continue and produce a user-visible response.]")]
    public async Task What_the_agent_says_by_itself_is_no_prompt(string text)
    {
        await using var endpoint = await StartAsync();
        var messages = Conversation("[[scenario:turns count=2]]");
        messages.Add(Assistant("one"));
        messages.Add(Message("user", Text(text)));
        Assert.Equal("Turn 2 of 2.", (await endpoint.AskAsync(messages)).Texts.Single());
    }

    [Fact]
    public async Task A_script_that_has_ended_says_so()
    {
        await using var endpoint = await StartAsync();
        var messages = Conversation("[[scenario:plain]]");
        messages.Add(Assistant("one"));
        messages.Add(ToolResult("t", "x"));
        Assert.Equal("The scenario 'plain' has no further turn.", (await endpoint.AskAsync(messages)).Texts.Single());
    }

    [Fact]
    public async Task Same_conversation_gives_the_same_bytes()
    {
        await using var endpoint = await StartAsync();
        await using var another = await StartAsync();
        Assert.Equal(await BytesAsync(endpoint), await BytesAsync(another));

        static async Task<string> BytesAsync(Endpoint endpoint)
        {
            using var response = await endpoint.PostAsync(Conversation("[[scenario:bash]]"));
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Ids_differ_between_turns_and_between_sessions()
    {
        await using var endpoint = await StartAsync();
        var messages = Conversation("[[scenario:turns]]");
        var first = await endpoint.AskAsync(messages);
        var elsewhere = await endpoint.AskAsync(messages, session: "s2");
        messages.Add(Assistant("one"));
        messages.Add(ToolResult("t", "x"));
        var second = await endpoint.AskAsync(messages);
        string[] ids = [.. new[] { first, second, elsewhere }.SelectMany(answer => new[] { answer.Start.GetProperty("id").GetString()!, answer.Blocks[1].GetProperty("id").GetString()! })];
        Assert.Equal(6, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Large_text_comes_in_pieces_that_split_no_character()
    {
        await using var endpoint = await StartAsync();
        var text = "x" + string.Concat(Enumerable.Repeat("🎉", 5000));
        var answer = await endpoint.AskAsync(Conversation($"""[[scenario:plain text="{text}"]]"""));
        Assert.Equal(text, answer.Texts.Single());
        Assert.True(answer.EventNames.Count(name => name == "content_block_delta") > 1);
    }

    [Fact]
    public async Task Big_gives_as_many_blocks_of_as_many_bytes_as_asked()
    {
        await using var endpoint = await StartAsync();
        var answer = await endpoint.AskAsync(Conversation("[[scenario:big blocks=30 bytes=10000]]"));
        Assert.Equal(30, answer.Texts.Count());
        Assert.All(answer.Texts.Select((text, index) => (text, index)), pair =>
        {
            Assert.StartsWith($"block {pair.index + 1} of 30: The quick", pair.text, StringComparison.Ordinal);
            Assert.InRange(pair.text.Length, 10_000, 10_030);
        });
    }

    [Fact]
    public async Task Given_token_counts_are_given_back()
    {
        await using var endpoint = await StartAsync();
        var usage = (await endpoint.AskAsync(Conversation("[[scenario:usage]]"))).FinalUsage;
        Assert.Equal("""{"input_tokens":17,"cache_creation_input_tokens":3567,"cache_read_input_tokens":19236,"output_tokens":101}""", usage.GetRawText());
    }

    [Fact]
    public async Task An_unpaired_surrogate_in_a_request_is_no_error()
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.SendAsync("""{"messages":[{"role":"user","content":"[[scenario:plain]] \ud83d lone"}]}""");
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        await using var endpoint = await StartAsync();
        using var response = await endpoint.SendAsync("""{"model":"m","messages":[{"role":"user","content":"hello world!"}]}""", path: "/v1/messages/count_tokens");
        Assert.Equal("""{"input_tokens":2003}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Other_paths_do_no_harm()
    {
        await using var endpoint = await StartAsync();
        using var hello = await endpoint.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/hello"), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)hello.StatusCode);
        using var other = await endpoint.Client.GetAsync("/v1/nothing", TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)other.StatusCode);
        var error = JsonElement.Parse(await other.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.Equal("not_found_error", error.GetProperty("type").GetString());
    }
}
