using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Skills;

/// <summary>A skill that could be read.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Files">Its files.</param>
internal sealed record SkillSource(PaperclipSkill Skill, IReadOnlyList<SkillFile> Files)
{
    /// <summary>The file that every skill must have.</summary>
    public const string Main = "SKILL.md";

    /// <summary>Reads a skill. One that cannot be read costs its own warning and not the run.</summary>
    /// <param name="skill">The skill.</param>
    /// <param name="warnings">Gets what went wrong.</param>
    /// <returns>The skill, or null.</returns>
    public static SkillSource? Read(PaperclipSkill skill, SkillWarnings warnings)
    {
        if (PaperclipSkills.IsPaperclipSkillSourceMissing(skill))
        {
            warnings.Failed(skill, skill.MissingDetail ?? SkillListing.MissingDetail);
            return null;
        }

        try
        {
            PathName.Check("skill name", skill.RuntimeName);
            var folder = SkillFolder.Read(skill.Source);
            if (folder.LeftOut.Count > 0)
            {
                warnings.LeftOut(skill, folder.LeftOut);
            }

            return new SkillSource(skill, folder.Files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or AdapterConfigException)
        {
            warnings.Failed(skill, e.Message);
            return null;
        }
    }
}
