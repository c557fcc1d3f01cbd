using System.Security.Cryptography;
using System.Text;
using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>Who a run is: the name that excludes a second run at the same time, and the HOME that holds its sessions.</summary>
/// <param name="Name">The name, or null for a run that nothing excludes.</param>
/// <param name="Home">Where HOME is.</param>
internal sealed record AgentIdentity(string? Name, HomeVolume Home)
{
    private const string ClaimPrefix = "podclip-home-";
    private const int LongestLabel = 63;

    /// <summary>Works out the identity.</summary>
    /// <param name="agent">The kind of agent.</param>
    /// <param name="name">The value of <c>--agent</c>.</param>
    /// <param name="home">The value of <c>--home</c>.</param>
    /// <param name="workspace">The workspace, absolute.</param>
    /// <returns>The identity.</returns>
    public static AgentIdentity Resolve(string agent, string? name, string? home, string? workspace)
    {
        var resolved = name ?? (workspace is null ? null : Derive(agent, workspace));
        return new AgentIdentity(resolved, home switch
        {
            "none" => new HomeVolume.Ephemeral(),
            not null => new HomeVolume.Claim(home),
            null when resolved is not null => new HomeVolume.Claim(ClaimOf(resolved)),
            null => new HomeVolume.Ephemeral(),
        });
    }

    /// <summary>The same folder gives the same name, two folders with the same last part give two.</summary>
    private static string Derive(string agent, string workspace)
    {
        var folder = Readable(Path.GetFileName(workspace));
        var stem = folder.Length == 0 ? agent : $"{agent}-{folder}";
        return Cut(stem, LongestLabel - 9) + "-" + Hash(workspace);
    }

    /// <summary>A claim's name must be a DNS name, which an agent's need not be; then a hash keeps two agents apart.</summary>
    private static string ClaimOf(string name)
    {
        var longest = LongestLabel - ClaimPrefix.Length;
        var readable = Readable(name);
        return readable == name && name.Length <= longest
            ? ClaimPrefix + name
            : ClaimPrefix + (readable.Length == 0 ? "" : Cut(readable, longest - 9) + "-") + Hash(name);
    }

    private static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var kept = char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-';
            if (kept != '-' || (readable.Length > 0 && readable[^1] != '-'))
            {
                readable.Append(kept);
            }
        }

        return readable.ToString().TrimEnd('-');
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd('-');

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
