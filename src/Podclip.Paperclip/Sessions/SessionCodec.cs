using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Sessions;

/// <summary>Reads and writes the session parameters that the host stores, under all names that were ever used for them. Never throws.</summary>
public static class SessionCodec
{
    private static readonly string[] SessionNames = ["sessionId", "session_id", "sessionID"];

    /// <summary>Reads stored parameters.</summary>
    /// <param name="stored">What the host stored; anything.</param>
    /// <returns>The session, or null when there is none in it.</returns>
    public static SessionState? Deserialize(JsonNode? stored)
    {
        if (stored is not JsonObject parameters || Text(parameters, SessionNames) is not { } id)
        {
            return null;
        }

        return new SessionState(id)
        {
            Cwd = Text(parameters, "cwd", "workdir", "folder"),
            WorkspaceId = Text(parameters, "workspaceId", "workspace_id"),
            RepoUrl = Text(parameters, "repoUrl", "repo_url"),
            RepoRef = Text(parameters, "repoRef", "repo_ref"),
            PromptBundleKey = Text(parameters, "promptBundleKey", "prompt_bundle_key"),
        };
    }

    /// <summary>Writes parameters to store.</summary>
    /// <param name="session">The session, or null.</param>
    /// <returns>The parameters, or null for no session.</returns>
    public static JsonObject? Serialize(SessionState? session)
    {
        if (session is null)
        {
            return null;
        }

        JsonObject parameters = new() { ["sessionId"] = session.SessionId };
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
        [
            ("cwd", session.Cwd), ("workspaceId", session.WorkspaceId), ("repoUrl", session.RepoUrl), ("repoRef", session.RepoRef), ("promptBundleKey", session.PromptBundleKey),
        ])
        {
            if (value is { Length: > 0 })
            {
                parameters[name] = value;
            }
        }

        return parameters;
    }

    /// <summary>The id to show: the session's own.</summary>
    /// <param name="stored">What the host stored.</param>
    /// <returns>The id, or null.</returns>
    public static string? DisplayId(JsonNode? stored) => stored is JsonObject parameters ? Text(parameters, SessionNames) : null;

    private static string? Text(JsonObject parameters, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (JsText.TrimToNull(JsJson.TextOf(parameters[name])) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
