using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Discovery;

/// <summary>The version this server speaks, which decides what clients expect of it.</summary>
internal static class ServerVersion
{
    /// <summary>As kubectl prints it.</summary>
    public const string GitVersion = "v1.32.13";

    /// <summary><c>/version</c>.</summary>
    public static JsonObject Document { get; } = new()
    {
        ["major"] = "1",
        ["minor"] = "32",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "podclip",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux/arm64" : "linux/amd64",
    };
}
