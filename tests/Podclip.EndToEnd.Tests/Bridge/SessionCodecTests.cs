using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.Paperclip.Sessions;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>What the module reads of stored sessions is what the adapters read, since either may have written them.</summary>
[Trait("Needs", "packages")]
public sealed class SessionCodecTests
{
    private static readonly string[] Stored =
    [
        """{"sessionId": " s1 ", "workdir": "/w", "workspace_id": "w1", "repoUrl": "", "repo_ref": "main", "prompt_bundle_key": "k", "other": 1}""",
        """{"session_id": "s2"}""",
        """{"sessionID": "ses_3", "folder": "/f"}""",
        """{"sessionId": "s4", "__paperclipConfigFingerprint": "x"}""",
        """{"sessionId": "", "session_id": "s5", "cwd": "\u00a0/n\ufeff", "workdir": "/w"}""",
        """{"sessionId": 5, "sessionID": "s6", "cwd": ["/w"], "repo_url": "u", "repoUrl": null}""",
        """{"sessionId": 5, "cwd": "/w"}""",
        """{"sessionId": "  "}""",
        "null", "[]", "[\"sessionId\"]", "\"s\"", "7", "true", "{}",
    ];

    [Theory]
    [InlineData("claude")]
    [InlineData("opencode")]
    public async Task The_module_reads_stored_sessions_as_the_adapters_do(string agent)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Bridge", "codec.mjs"), Path.Combine(NodeProcess.Packages, $"{agent}-k8s")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var node = Process.Start(start)!;
        var reading = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (var line in Stored)
        {
            await node.StandardInput.WriteLineAsync(line);
        }

        node.StandardInput.Close();
        var told = (await reading.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Stored.Select(Own), told);
    }

    private static string Own(string stored) => new JsonObject
    {
        ["written"] = SessionCodec.Serialize(SessionCodec.Deserialize(JsonNode.Parse(stored))),
        ["shown"] = SessionCodec.DisplayId(JsonNode.Parse(stored)),
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
