using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Skills;

/// <summary>Tells what is wrong with single skills. The run does without them.</summary>
/// <param name="warnings">Gets the sentences.</param>
/// <param name="folder">Where the skills were to be put; null for the prompt.</param>
internal sealed class SkillWarnings(List<string> warnings, string? folder)
{
    /// <summary>A skill that cannot be had; in the TypeScript adapters' words where they have some.</summary>
    public void Failed(PaperclipSkill skill, string reason) => warnings.Add(folder is null
        ? $"Warning: skill \"{skill.Key}\" is not in the prompt: {reason}"
        : $"Failed to materialize Claude skill \"{skill.Key}\" into {folder}: {reason}");

    /// <summary>A skill that lacks some of its files.</summary>
    public void LeftOut(PaperclipSkill skill, IEnumerable<string> links) =>
        warnings.Add($"Warning: skill \"{skill.Key}\" is without links that lead out of its folder, nowhere or in a circle: {string.Join(", ", links)}");

    /// <summary>A skill that is too large to travel with a run.</summary>
    public void TooLarge(PaperclipSkill skill, long bytes) => warnings.Add(FormattableString.Invariant(
        $"Warning: skill \"{skill.Key}\" is left out: it has {bytes} bytes, and {SkillBundler.MostTravelling} in all, {SkillBundler.LongestTravelling} in one file, can travel with a run. ")
        + "On a volume that Paperclip shares with the agent's pod there is no such limit.");

    /// <summary>Skills that take another way than they should.</summary>
    public void Detour(string reason) => warnings.Add($"Warning: could not put skills into {folder}, so they travel with the run: {reason}");
}
