using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Where the host keeps an instance's files. Behaviour of adapter-utils 2026.916.1.</summary>
public static partial class PaperclipInstance
{
    /// <summary>The instance's folder: <c>HOME/instances/ID</c>.</summary>
    /// <param name="homeDir">The host's home, or null for PAPERCLIP_HOME, else <c>~/.paperclip</c>.</param>
    /// <param name="instanceId">The instance, or null for PAPERCLIP_INSTANCE_ID, else <c>default</c>.</param>
    /// <param name="environment">The host's variables.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="AdapterConfigException">The instance's name could leave its folder.</exception>
    public static string ResolvePaperclipInstanceRootForAdapter(string? homeDir, string? instanceId, IReadOnlyDictionary<string, string> environment)
    {
        var userHome = environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var root = JsText.TrimToNull(homeDir) ?? JsText.TrimToNull(environment.GetValueOrDefault("PAPERCLIP_HOME")) ?? "~/.paperclip";
        var id = JsText.TrimToNull(instanceId) ?? JsText.TrimToNull(environment.GetValueOrDefault("PAPERCLIP_INSTANCE_ID")) ?? "default";
        if (!PathSegment().IsMatch(id))
        {
            throw new AdapterConfigException($"Invalid PAPERCLIP_INSTANCE_ID '{id}'.");
        }

        root = root == "~" ? userHome : root.StartsWith("~/", StringComparison.Ordinal) ? PosixPath.Resolve(userHome, root[2..]) : root;
        return PosixPath.Resolve(root, "instances", id);
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathSegment();
}
