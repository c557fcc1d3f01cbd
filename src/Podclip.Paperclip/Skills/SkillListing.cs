using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Hosting;

namespace Podclip.Paperclip.Skills;

/// <summary>The skills of an agent as the host's page shows them: what the TypeScript adapters' <c>listSkills</c> and <c>syncSkills</c> answer.</summary>
public static class SkillListing
{
    /// <summary>What is said of a skill that is not there.</summary>
    internal const string MissingDetail = "Paperclip cannot find this skill in the runtime skills directory.";

    /// <summary>The list.</summary>
    /// <param name="kind">The adapter.</param>
    /// <param name="use">How its agent gets skills.</param>
    /// <param name="config">The agent's configuration.</param>
    /// <param name="host">The host, in whose data folder a user may have put skills of their own.</param>
    /// <returns>The list.</returns>
    public static AdapterSkillSnapshot Of(AdapterKind kind, SkillUse use, JsonObject config, HostProcess host)
    {
        var skills = DesiredSkills.Of(config);
        var home = Path.Combine(host.PaperclipHome, ".claude", "skills");
        return SkillSnapshots.BuildRuntimeMountedSkillSnapshot(new SkillSnapshotRequest
        {
            AdapterType = kind.Type,
            AvailableEntries = skills.Available,
            DesiredSkills = skills.Keys,
            ConfiguredDetail = use switch
            {
                SkillUse.Folder => "Materialized into the PVC-backed Claude prompt bundle before each K8s Job run.",
                SkillUse.Prompt => "Injected via prompt bundle into ephemeral K8s Job pods.",
                SkillUse.None => "Not used by this adapter.",
                _ => throw new System.Diagnostics.UnreachableException($"Unknown use {use}."),
            },
            MissingDetail = MissingDetail,
            ExternalInstalled = Installed(home),
            ExternalLocationLabel = "~/.claude/skills",
            ExternalDetail = "Installed outside Paperclip management in the Claude skills home.",
            SkillsHome = home,
        });
    }

    private static Dictionary<string, string?> Installed(string home)
    {
        try
        {
            return new DirectoryInfo(home).EnumerateFileSystemInfos()
                .Where(entry => entry is DirectoryInfo || entry.LinkTarget is not null)
                .ToDictionary(entry => entry.Name, entry => entry.LinkTarget, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, string?>(StringComparer.Ordinal);
        }
    }
}
