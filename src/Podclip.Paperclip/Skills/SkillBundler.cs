using Podclip.Agents;
using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Hosting;

namespace Podclip.Paperclip.Skills;

/// <summary>
/// Puts an agent's skills where its pod sees them, as copies: the host may keep them on another volume. A folder that host and pod share gets
/// them once for all runs; without one they travel with the run, which has less room.
/// </summary>
/// <param name="host">The host's process.</param>
/// <param name="sharedFolder">The folder that host and pod share at one path, or null.</param>
internal sealed class SkillBundler(HostProcess host, string? sharedFolder)
{
    /// <summary>How many bytes of skills travel with a run at most: they stand in Secrets, of which the cluster's memory is full.</summary>
    public const int MostTravelling = 2_000_000;

    /// <summary>How long a file of them may be: one Secret must hold it whole.</summary>
    public const int LongestTravelling = 1_000_000;

    private const string Place = ".claude/skills";

    /// <summary>The bundle of a run.</summary>
    /// <param name="companyId">Whose bundles are looked into.</param>
    /// <param name="skills">The skills.</param>
    /// <param name="instructions">The agent's instructions, which are part of the bundle's key; or null.</param>
    /// <param name="warnings">Gets what is wrong with single skills.</param>
    /// <returns>The bundle.</returns>
    /// <exception cref="AdapterConfigException">The company or the instance could lead out of its folder.</exception>
    public SkillBundle Bundle(string companyId, IEnumerable<PaperclipSkill> skills, string? instructions, List<string> warnings)
    {
        var root = CacheRoot(companyId);
        var told = new SkillWarnings(warnings, root ?? "the agent's pod");
        var sources = Sources(skills, told);
        if (root is null)
        {
            return Travelling(sources, instructions, told);
        }

        var files = FilesOf(sources);
        try
        {
            return new SkillBundle
            {
                Names = [.. sources.Select(source => source.Skill.RuntimeName)],
                Key = BundleKey.Of(instructions, files),
                Folder = files.Count == 0 ? null : new BundleCache(root).Store(instructions, files),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            told.Detour(e.Message);
            return Travelling(sources, instructions, told);
        }
    }

    private static List<SkillSource> Sources(IEnumerable<PaperclipSkill> skills, SkillWarnings warnings)
    {
        List<SkillSource> sources = [];
        foreach (var skill in skills)
        {
            if (sources.Exists(other => other.Skill.RuntimeName == skill.RuntimeName))
            {
                warnings.Failed(skill, $"another skill is called {skill.RuntimeName} too");
            }
            else if (SkillSource.Read(skill, warnings) is { } source)
            {
                sources.Add(source);
            }
        }

        return sources;
    }

    private static List<SkillFile> FilesOf(IEnumerable<SkillSource> sources) =>
        [.. sources.SelectMany(source => source.Files.Select(file => file with { Path = $"{Place}/{source.Skill.RuntimeName}/{file.Path}" }))];

    private static SkillBundle Travelling(IEnumerable<SkillSource> sources, string? instructions, SkillWarnings warnings)
    {
        List<SkillSource> taken = [];
        List<LaunchFile> carried = [];
        long used = 0;
        foreach (var source in sources)
        {
            var size = source.Files.Sum(file => file.Length);
            if (used + size > MostTravelling || source.Files.Any(file => file.Length > LongestTravelling))
            {
                warnings.TooLarge(source.Skill, size);
                continue;
            }

            try
            {
                carried.AddRange([.. FilesOf([source]).Select(file => new LaunchFile(file.Path, file.Read()) { IsExecutable = file.IsExecutable })]);
                taken.Add(source);
                used += size;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                warnings.Failed(source.Skill, e.Message);
            }
        }

        return new SkillBundle { Names = [.. taken.Select(source => source.Skill.RuntimeName)], Key = BundleKey.Of(instructions, FilesOf(taken)), Files = carried };
    }

    // A host whose data is elsewhere than on the shared folder would write where no pod looks.
    private string? CacheRoot(string companyId)
    {
        PathName.Check("companyId", companyId);
        var instance = PaperclipInstance.ResolvePaperclipInstanceRootForAdapter(host.PaperclipHome, null, host.Variables);
        return sharedFolder is not null && instance.StartsWith(sharedFolder.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? $"{instance}/companies/{companyId}/claude-prompt-cache"
            : null;
    }
}
