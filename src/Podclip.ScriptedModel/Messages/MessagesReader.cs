using System.Text.Json;
using Podclip.ScriptedModel.Answers;
using Podclip.ScriptedModel.Endpoints;

namespace Podclip.ScriptedModel.Messages;

/// <summary>Reads the body of a Messages request.</summary>
internal static class MessagesReader
{
    /// <summary>Reads a body.</summary>
    /// <param name="root">The body.</param>
    /// <param name="sessionId">The session the request's headers name, or null.</param>
    /// <exception cref="ApiException">It is no Messages request.</exception>
    public static Conversation Read(JsonElement root, string? sessionId)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
        {
            throw new ApiException(400, "messages: Field required");
        }

        var builder = new ConversationBuilder();
        if (root.TryGetProperty("system", out var system))
        {
            builder.AddEnvironment(JsonText.AllOf(system));
        }

        foreach (var message in messages.EnumerateArray())
        {
            ReadMessage(message, builder);
        }

        return builder.Build(sessionId, JsonText.Of(root, "model")) with
        {
            Stream = root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
        };
    }

    private static void ReadMessage(JsonElement message, ConversationBuilder builder)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content))
        {
            throw new ApiException(400, "messages: each message needs a role and content");
        }

        switch (JsonText.Of(message, "role"))
        {
            case "assistant":
                builder.AddAnswer(JsonText.AllOf(content));
                break;
            case "user":
                ReadUser(content, builder);
                break;
            default:
                // Claude Code puts its notes about the environment in messages with the role "system".
                builder.AddEnvironment(JsonText.AllOf(content));
                break;
        }
    }

    // What stands beside a tool's result is the agent's, not a prompt.
    private static void ReadUser(JsonElement content, ConversationBuilder builder)
    {
        var results = JsonText.Blocks(content).Where(block => JsonText.Of(block, "type") == "tool_result").ToArray();
        foreach (var result in results)
        {
            builder.AddToolResult(result.TryGetProperty("content", out var inner) ? string.Join('\n', JsonText.AllOf(inner)) : "");
        }

        if (results.Length == 0)
        {
            builder.AddPrompt(JsonText.AllOf(content));
        }
    }
}
