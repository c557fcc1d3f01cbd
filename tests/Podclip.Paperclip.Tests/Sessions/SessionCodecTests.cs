using Podclip.Paperclip.Sessions;

namespace Podclip.Paperclip.Tests.Sessions;

public class SessionCodecTests
{
    [Theory]
    [InlineData("""{"sessionId": " s1 ", "workdir": "/w", "workspace_id": "w1", "repoUrl": "", "repo_ref": "main", "prompt_bundle_key": "k", "other": 1}""", """{"sessionId":"s1","cwd":"/w","workspaceId":"w1","repoRef":"main","promptBundleKey":"k"}""")]
    [InlineData("""{"session_id": "s2"}""", """{"sessionId":"s2"}""")]
    [InlineData("""{"sessionID": "ses_3", "folder": "/f"}""", """{"sessionId":"ses_3","cwd":"/f"}""")]
    [InlineData("""{"sessionId": "s4", "__paperclipConfigFingerprint": "x"}""", """{"sessionId":"s4"}""")]
    public void All_names_that_were_ever_stored_are_read(string stored, string written)
    {
        var session = SessionCodec.Deserialize(JsonNode.Parse(stored));
        Assert.Equal(written, SessionCodec.Serialize(session)!.ToJsonString());
        Assert.Equal(session!.SessionId, SessionCodec.DisplayId(JsonNode.Parse(stored)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"s\"")]
    [InlineData("{}")]
    [InlineData("""{"sessionId": 5, "cwd": "/w"}""")]
    [InlineData("""{"sessionId": "  "}""")]
    public void What_names_no_session_is_none(string stored)
    {
        Assert.Null(SessionCodec.Deserialize(JsonNode.Parse(stored)));
        Assert.Null(SessionCodec.DisplayId(JsonNode.Parse(stored)));
        Assert.Null(SessionCodec.Serialize(null));
    }
}
