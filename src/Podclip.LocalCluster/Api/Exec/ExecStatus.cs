using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Exec;

/// <summary>The last word on a command, as recorded from a real server.</summary>
internal static class ExecStatus
{
    private const int AttemptBytes = 32;

    /// <summary>How a command ended.</summary>
    /// <param name="code">Its exit code.</param>
    /// <param name="command">The command.</param>
    /// <param name="protocol">The version spoken: in version 4 the text is the node's own.</param>
    public static JsonObject Exited(int code, IReadOnlyList<string> command, string protocol)
    {
        var status = new JsonObject { ["metadata"] = new JsonObject(), ["status"] = code == 0 ? "Success" : "Failure" };
        if (code != 0)
        {
            var number = code.ToString(CultureInfo.InvariantCulture);
            var detail = protocol == ExecProtocol.V5
                ? $"command terminated with exit code {number}"
                : $"error executing command [{string.Join(' ', command)}], exit code {number}";
            status["message"] = $"command terminated with non-zero exit code: {detail}";
            status["reason"] = "NonZeroExitCode";
            status["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = number }) };
        }

        return status;
    }

    /// <summary>Why a command did not start.</summary>
    /// <param name="reason">The runtime's words for it.</param>
    /// <param name="protocol">The version spoken.</param>
    public static JsonObject NotStarted(string reason, string protocol)
    {
        // The runtime names each attempt by a random id; nothing here can be looked up by it.
        var attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AttemptBytes));
        var inner = $"error executing command in container: failed to exec in container: failed to start exec \"{attempt}\": "
            + $"OCI runtime exec failed: exec failed: unable to start container process: {reason}: unknown";
        var cause = protocol == ExecProtocol.V5 ? $"Internal error occurred: {inner}" : inner;
        return new JsonObject
        {
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = $"Internal error occurred: {cause}",
            ["reason"] = "InternalError",
            ["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = cause }) },
            ["code"] = 500,
        };
    }
}
