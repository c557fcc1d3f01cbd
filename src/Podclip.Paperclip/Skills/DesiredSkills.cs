using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Skills;

/// <summary>Which of the host's skills an agent is to have.</summary>
/// <param name="Available">All that there are.</param>
/// <param name="Keys">The keys of those it is to have, among them unknown ones.</param>
public sealed record DesiredSkills(IReadOnlyList<PaperclipSkill> Available, IReadOnlyList<string> Keys)
{
    /// <summary>Those of them that there are, in the order in which they are asked for.</summary>
    public IEnumerable<PaperclipSkill> Skills => Keys.Select(key => Available.FirstOrDefault(skill => skill.Key == key)).OfType<PaperclipSkill>();

    /// <summary>The keys of those that there are not.</summary>
    public IEnumerable<string> Unknown => Keys.Where(key => Available.All(skill => skill.Key != key));

    /// <summary>Reads a configuration, with the skill that calls the host's API always among them.</summary>
    /// <param name="config">The agent's configuration, as the host sends it with its skills in it.</param>
    /// <returns>The skills.</returns>
    public static DesiredSkills Of(JsonObject config)
    {
        var available = PaperclipSkills.ReadPaperclipRuntimeSkillEntries(config, AppContext.BaseDirectory);
        return new DesiredSkills(available, PaperclipSkills.ResolveLegacyPaperclipDesiredSkillNames(config, available));
    }
}
