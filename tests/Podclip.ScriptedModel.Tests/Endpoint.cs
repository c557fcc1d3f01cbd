using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.ScriptedModel.Tests;

/// <summary>A running endpoint and a client that talks to it as Claude Code does.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly ScriptedModelServer _server;
    private readonly HttpClient _client;

    private Endpoint(ScriptedModelServer server)
    {
        _server = server;
        _client = new HttpClient { BaseAddress = server.BaseUrl };
    }

    public ScriptedModelServer Server => _server;

    public HttpClient Client => _client;

    public static async Task<Endpoint> StartAsync(ScriptedModelOptions? options = null) =>
        new(await ScriptedModelServer.StartAsync(options ?? new ScriptedModelOptions(), TestContext.Current.CancellationToken));

    public static JsonArray Conversation(params string[] prompts)
    {
        var messages = new JsonArray();
        foreach (var prompt in prompts)
        {
            if (messages.Count > 0)
            {
                messages.Add(Assistant("earlier answer"));
            }

            messages.Add(User(prompt));
        }

        return messages;
    }

    /// <summary>A prompt with what Claude Code puts in front of it.</summary>
    public static JsonObject User(string prompt) => Message("user", Text("<system-reminder>\nAbout attribution.\n</system-reminder>\n"), Text(prompt));

    public static JsonObject Assistant(string text) => Message("assistant", Text(text));

    public static JsonObject ToolResult(string id, string content) =>
        Message("user", new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = id, ["content"] = content });

    public static JsonObject Environment(string workingDirectory) => new()
    {
        ["role"] = "system",
        ["content"] = $"# Environment\n - Primary working directory: {workingDirectory}\n - Is a git repository: false\n",
    };

    public static JsonObject Message(string role, params JsonObject[] blocks) =>
        new() { ["role"] = role, ["content"] = new JsonArray([.. blocks]) };

    public static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    public Task<HttpResponseMessage> PostAsync(JsonArray messages, bool stream = true, string? session = "s1") => SendAsync(
        new JsonObject
        {
            ["model"] = "claude-test",
            ["max_tokens"] = 128000,
            ["messages"] = messages.DeepClone(),
            ["system"] = new JsonArray(Text("You are an agent.")),
            ["thinking"] = new JsonObject { ["type"] = "adaptive" },
            ["output_config"] = new JsonObject { ["effort"] = "medium" },
            ["stream"] = stream,
        }.ToJsonString(),
        session);

    public async Task<HttpResponseMessage> SendAsync(string body, string? session = null, string path = "/v1/messages?beta=true")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("x-api-key", "secret-key");
        request.Headers.Add("anthropic-beta", "some-unknown-beta-2030-01-01");
        if (session is not null)
        {
            request.Headers.Add("X-Claude-Code-Session-Id", session);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer's content blocks, put together from the stream's events.</summary>
    public async Task<StreamedMessage> AskAsync(JsonArray messages, string? session = "s1")
    {
        using var response = await PostAsync(messages, session: session);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return StreamedMessage.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(int Status, JsonElement Body)> AskWholeAsync(JsonArray messages)
    {
        using var response = await PostAsync(messages, stream: false);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(body));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
