using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>Reads the body of a chat completion request.</summary>
internal static class ChatReader
{
    // OpenCode asks for a title beside its first request, without tools.
    private const string TitleRequest = "title generator";

    /// <summary>Reads a body.</summary>
    /// <param name="root">The body.</param>
    /// <param name="sessionId">The session the request's headers name, or null.</param>
    /// <exception cref="ApiException">It is no chat completion request.</exception>
    public static Conversation Read(JsonElement root, string? sessionId)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            throw new ApiException(400, "Missing required parameter: 'messages'.");
        }

        var builder = new ConversationBuilder();
        var wantsTitle = false;
        foreach (var message in messages.EnumerateArray())
        {
            wantsTitle |= ReadMessage(message, builder);
        }

        var tools = Tools(root);
        return builder.Build(sessionId, JsonText.Of(root, "model")) with
        {
            Stream = IsTrue(root, "stream"),
            StreamsUsage = root.TryGetProperty("stream_options", out var options) && IsTrue(options, "include_usage"),
            Tools = tools,
            WantsTitle = wantsTitle && tools.Length == 0,
        };
    }

    private static bool ReadMessage(JsonElement message, ConversationBuilder builder)
    {
        if (JsonText.Of(message, "role") is not { } role)
        {
            throw new ApiException(400, "Missing required parameter: 'messages[].role'.");
        }

        // A message that only calls tools may have no content.
        var texts = message.TryGetProperty("content", out var content) ? JsonText.AllOf(content).ToArray() : [];
        switch (role)
        {
            case "assistant":
                builder.AddAnswer(texts);
                return false;
            case "tool":
                builder.AddToolResult(string.Join('\n', texts));
                return false;
            case "user":
                builder.AddPrompt(texts);
                return false;
            default:
                builder.AddEnvironment(texts);
                return texts.Any(text => text.Contains(TitleRequest, StringComparison.Ordinal));
        }
    }

    private static OfferedTool[] Tools(JsonElement root) => root.TryGetProperty("tools", out var tools)
        ? [.. JsonText.Blocks(tools).Select(ReadTool).OfType<OfferedTool>()]
        : [];

    private static OfferedTool? ReadTool(JsonElement tool) =>
        tool.TryGetProperty("function", out var function) && JsonText.Of(function, "name") is { } name
            ? new OfferedTool(name, Members(function))
            : null;

    private static string[] Members(JsonElement function) =>
        function.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(property => property.Name)]
            : [];

    private static bool IsTrue(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
