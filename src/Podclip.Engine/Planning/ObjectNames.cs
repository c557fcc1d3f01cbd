using System.Security.Cryptography;
using System.Text;

namespace Podclip.Engine.Planning;

/// <summary>Names of a run's objects: valid, and the same for the same run or agent.</summary>
internal static class ObjectNames
{
    /// <summary>The key of an agent's name: what the guard's name and the pod's label are made of.</summary>
    public static string AgentKey(string agentName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agentName)))[..16];

    /// <summary>The guard: one Secret name per agent, or per run when the run holds no name.</summary>
    public static string Guard(string? agentName, string runId) =>
        agentName is null ? $"podclip-run-{runId}" : $"podclip-{AgentKey(agentName)}";

    /// <summary>
    /// Where the guard's Secret of a finished run is kept when another run takes the name before the first one's end was told: whoever
    /// tells it must know what to blank out.
    /// </summary>
    public static string SetAside(string runId) => $"podclip-run-{runId}-former";

    /// <summary>Further Secrets of a run, for what does not fit into the first.</summary>
    public static string Overflow(string runId, int index) => $"podclip-run-{runId}-{index}";

    /// <summary>The Job: readable, unique, and short enough for the pod's name to be made from it.</summary>
    public static string Job(string agent, string? agentName, string runId)
    {
        var slug = Slug(agentName, 20);
        return slug.Length == 0 || slug == agent ? $"{agent}-{runId}"
            : slug.StartsWith(agent + "-", StringComparison.Ordinal) ? $"{slug}-{runId}"
            : $"{agent}-{slug}-{runId}";
    }

    /// <summary>The claim of an agent's HOME.</summary>
    public static string HomeClaim(string agentName)
    {
        var slug = Slug(agentName, 30);
        var exact = string.Equals(slug, agentName, StringComparison.Ordinal);
        return exact ? $"podclip-home-{slug}" : $"podclip-home-{slug}{(slug.Length == 0 ? "" : "-")}{AgentKey(agentName)[..8]}";
    }

    private static string Slug(string? text, int length)
    {
        var slug = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString()[..Math.Min(length, slug.Length)].Trim('-');
    }
}
