using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.ChatCompletions;
using static Podclip.ScriptedModel.Tests.Endpoint;

namespace Podclip.ScriptedModel.Tests;

/// <summary>The form of chat completions; which turn answers is the same as for Messages.</summary>
public class ChatTests
{
    [Fact]
    public async Task A_streamed_answer_ends_with_its_reason_its_tokens_and_the_end()
    {
        await using var endpoint = await StartAsync();
        var answer = await ChatRequest.Of("Go [[scenario:plain]]").AskAsync(endpoint);
        Assert.Equal(("Hello from the scripted model.", "stop", true), (answer.Text, answer.FinishReason, answer.IsDone));
        Assert.StartsWith("chatcmpl-", answer.Id, StringComparison.Ordinal);
        var usage = answer.Usage!.Value;
        Assert.Equal(8, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32() + 8);
    }

    [Fact]
    public async Task Tokens_are_told_in_a_stream_only_to_those_who_ask()
    {
        await using var endpoint = await StartAsync();
        var answer = await (ChatRequest.Of("[[scenario:plain]]") with { HasUsage = false }).AskAsync(endpoint);
        Assert.Equal((null, true), (answer.Usage, answer.IsDone));
    }

    [Fact]
    public async Task Thinking_and_paragraphs()
    {
        await using var endpoint = await StartAsync();
        var answer = await ChatRequest.Of("[[scenario:thinking]]").AskAsync(endpoint);
        Assert.Equal("The user wants two paragraphs. Let me plan them.", answer.Thinking);
        Assert.Equal("First block.\n\nSecond block.", answer.Text);
    }

    [Fact]
    public async Task A_tool_is_called_by_the_name_and_the_members_that_the_request_offers()
    {
        await using var endpoint = await StartAsync();
        var answer = await ChatRequest.Of("""[[scenario:write file="a b.txt" content="x\"y"]]""").AskAsync(endpoint);
        var (id, name, arguments) = Assert.Single(answer.Calls);
        Assert.StartsWith("call_", id, StringComparison.Ordinal);
        Assert.Equal("write", name);
        Assert.Equal(("/srv/space/a b.txt", "x\"y"), (arguments.GetProperty("filePath").GetString(), arguments.GetProperty("content").GetString()));
        Assert.Equal("tool_calls", answer.FinishReason);
    }

    [Fact]
    public async Task A_tools_result_leads_to_the_next_turn()
    {
        await using var endpoint = await StartAsync();
        var request = ChatRequest.Of("[[scenario:bash command=pwd]]");
        var first = await request.AskAsync(endpoint);
        var second = await request.WithResult(first.Calls[0].Id, "/srv/space\n").AskAsync(endpoint);
        Assert.Equal("The command printed: /srv/space\n", second.Text);
        Assert.Equal([1, 2], endpoint.Server.Requests.Select(record => record.Turn!.Value));
    }

    [Fact]
    public async Task A_resumed_session_is_recognised()
    {
        await using var endpoint = await StartAsync();
        var answer = await ChatRequest.Of("Hi", "Again").AskAsync(endpoint);
        Assert.StartsWith("Welcome back! This session already had 1 prompt(s)", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_streaming_says_the_same()
    {
        await using var endpoint = await StartAsync();
        var streamed = await ChatRequest.Of("[[scenario:bash]]").AskAsync(endpoint);
        var (status, whole) = await ChatRequest.Of("[[scenario:bash]]").AskWholeAsync(endpoint);
        var choice = whole.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        var call = message.GetProperty("tool_calls")[0];
        Assert.Equal((200, "chat.completion", streamed.Id), (status, whole.GetProperty("object").GetString(), whole.GetProperty("id").GetString()));
        Assert.Equal((streamed.Text, streamed.FinishReason), (message.GetProperty("content").GetString(), choice.GetProperty("finish_reason").GetString()));
        Assert.Equal((streamed.Calls[0].Id, streamed.Calls[0].Name), (call.GetProperty("id").GetString(), call.GetProperty("function").GetProperty("name").GetString()));
        Assert.Equal(streamed.Calls[0].Arguments.GetRawText(), call.GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal(streamed.Usage!.Value.GetRawText(), whole.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Cached_tokens_are_part_of_the_prompts()
    {
        await using var endpoint = await StartAsync();
        var usage = (await ChatRequest.Of("[[scenario:usage]]").AskAsync(endpoint)).Usage!.Value;
        Assert.Equal("""{"prompt_tokens":22820,"completion_tokens":101,"total_tokens":22921,"prompt_tokens_details":{"cached_tokens":19236}}""", usage.GetRawText());
    }

    [Fact]
    public async Task Echo_proves_that_the_prompt_arrived_unchanged()
    {
        await using var endpoint = await StartAsync();
        var prompt = "[[scenario:echo]] $(X) $$ 'q' \"d\" 🎉\r\n  tail  \n\n" + new string('ä', 500_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        Assert.Equal($"prompt bytes={Encoding.UTF8.GetByteCount(prompt)} sha256={hash}", (await ChatRequest.Of(prompt).AskAsync(endpoint)).Text);
    }

    [Fact]
    public async Task Large_text_comes_in_pieces_that_split_no_character()
    {
        await using var endpoint = await StartAsync();
        var text = "x" + string.Concat(Enumerable.Repeat("🎉", 5000));
        var answer = await ChatRequest.Of($"""[[scenario:plain text="{text}"]]""").AskAsync(endpoint);
        Assert.Equal(text, answer.Text);
        Assert.True(answer.Chunks > 4);
    }

    [Fact]
    public async Task A_title_for_the_session_is_no_turn_of_the_scenario()
    {
        await using var endpoint = await StartAsync();
        var request = ChatRequest.Of("[[scenario:error529 times=1]]");
        var title = request with { Tools = null, Messages = [ChatRequest.Message("system", "You are a title generator. You output ONLY a title."), .. request.Messages.Skip(1).Select(message => message!.DeepClone())] };
        Assert.Equal("A scripted session", (await title.AskAsync(endpoint)).Text);
        using var fault = await request.SendToAsync(endpoint);
        Assert.Equal(529, (int)fault.StatusCode);
        Assert.Equal(["title", "error529"], endpoint.Server.Requests.Select(record => record.Scenario!), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("maxtokens", "length")]
    [InlineData("refusal", "content_filter")]
    public async Task Reasons_have_the_names_of_this_api(string scenario, string expected)
    {
        await using var endpoint = await StartAsync();
        Assert.Equal(expected, (await ChatRequest.Of($"[[scenario:{scenario}]]").AskAsync(endpoint)).FinishReason);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        await using var endpoint = await StartAsync();
        var list = JsonElement.Parse(await endpoint.Client.GetByteArrayAsync("/v1/models", TestContext.Current.CancellationToken));
        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal("scripted", Assert.Single(list.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public void A_call_keeps_its_values_whatever_its_tool_is_called() => Prop.ForAll(
        Arb.From(Gen.Elements("Bash", "bash", "file_path", "filePath", "FILEPATH", "x_y", "xY", "", "_").ArrayOf().Zip(Gen.Elements("Bash", "bash", "bAsh", "other"))),
        sample =>
        {
            var (names, tool) = sample;
            var input = new JsonObject(names.Distinct(StringComparer.Ordinal).Select((name, index) => KeyValuePair.Create(name, (JsonNode?)index)));
            var call = new FilledBlock.ToolCall("Bash", input.ToJsonString(), TimeSpan.Zero);
            var translated = ToolTranslation.Translate(call, [new OfferedTool(tool, ["filePath", "xY"])]);
            Assert.Equal(tool is "Bash" or "other" ? "Bash" : tool, translated.Name);
            Assert.Equal(input.Select(pair => pair.Value!.GetValue<int>()), JsonElement.Parse(translated.Content).EnumerateObject().Select(member => member.Value.GetInt32()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
