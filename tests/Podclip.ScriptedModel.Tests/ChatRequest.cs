using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.ScriptedModel.Tests;

/// <summary>A chat completion request as OpenCode makes it.</summary>
internal sealed record ChatRequest
{
    public required JsonArray Messages { get; init; }

    public bool Stream { get; init; } = true;

    public bool HasUsage { get; init; } = true;

    public string? Session { get; init; } = "ses_1";

    public JsonArray? Tools { get; init; } = [Tool("bash", "command", "timeout", "workdir"), Tool("write", "content", "filePath")];

    public static ChatRequest Of(params string[] prompts)
    {
        JsonArray messages = [Message("system", "You are opencode.\n<env>\n  Working directory: /srv/space\n  Platform: linux\n</env>")];
        foreach (var prompt in prompts)
        {
            if (messages.Count > 1)
            {
                messages.Add(Message("assistant", "earlier answer"));
            }

            messages.Add(Message("user", prompt));
        }

        return new ChatRequest { Messages = messages };
    }

    public static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    public static JsonObject Tool(string name, params string[] members) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = name,
            ["parameters"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member, (JsonNode?)new JsonObject()))) },
        },
    };

    /// <summary>The request that follows when the model's calls were answered.</summary>
    public ChatRequest WithResult(string callId, string result)
    {
        var call = new JsonObject { ["id"] = callId, ["type"] = "function", ["function"] = new JsonObject { ["name"] = "bash", ["arguments"] = "{}" } };
        var messages = Messages.DeepClone().AsArray();
        messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(call) });
        messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = callId, ["content"] = result });
        return this with { Messages = messages };
    }

    public async Task<HttpResponseMessage> SendToAsync(Endpoint endpoint)
    {
        var body = new JsonObject { ["model"] = "scripted", ["max_tokens"] = 8192, ["tool_choice"] = "auto", ["messages"] = Messages.DeepClone(), ["stream"] = Stream };
        if (Tools is not null)
        {
            body["tools"] = Tools.DeepClone();
        }

        if (HasUsage)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret-key");
        if (Session is not null)
        {
            request.Headers.Add("x-session-id", Session);
        }

        return await endpoint.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<StreamedCompletion> AskAsync(Endpoint endpoint)
    {
        using var response = await SendToAsync(endpoint);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return StreamedCompletion.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(int Status, JsonElement Body)> AskWholeAsync(Endpoint endpoint)
    {
        using var response = await (this with { Stream = false }).SendToAsync(endpoint);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }
}
