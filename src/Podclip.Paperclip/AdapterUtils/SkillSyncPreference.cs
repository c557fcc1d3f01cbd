namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Which skills an agent's configuration asks for.</summary>
/// <param name="Explicit">Whether it says anything of skills; an empty list asks for none.</param>
/// <param name="DesiredSkillEntries">The skills, each once.</param>
public sealed record SkillSyncPreference(bool Explicit, IReadOnlyList<DesiredSkill> DesiredSkillEntries)
{
    /// <summary>The skills' keys.</summary>
    public IReadOnlyList<string> DesiredSkills => [.. DesiredSkillEntries.Select(entry => entry.Key)];
}
