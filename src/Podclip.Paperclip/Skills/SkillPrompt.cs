using System.Text;

namespace Podclip.Paperclip.Skills;

/// <summary>Skills for an agent that has no folder for them: what each says of itself, in every prompt.</summary>
internal static class SkillPrompt
{
    private const string Separator = "\n\n---\n\n";

    /// <summary>The skills' texts.</summary>
    public static SkillBundle Write(IEnumerable<AdapterUtils.PaperclipSkill> skills, List<string> warnings)
    {
        var told = new SkillWarnings(warnings, null);
        List<(string Name, string Text)> texts = [];
        foreach (var source in skills.Select(skill => SkillSource.Read(skill, told)).OfType<SkillSource>())
        {
            if (Text(source, told) is { Length: > 0 } text)
            {
                texts.Add((source.Skill.RuntimeName, text));
            }
        }

        return new SkillBundle { Names = [.. texts.Select(text => text.Name)], Text = string.Join(Separator, texts.Select(text => text.Text)) };
    }

    private static string? Text(SkillSource source, SkillWarnings warnings)
    {
        try
        {
            return source.Files.FirstOrDefault(file => file.Path == SkillSource.Main) is { } main
                ? Encoding.UTF8.GetString(main.Read()).TrimStart('\uFEFF').Trim()
                : throw new FileNotFoundException($"There is no {SkillSource.Main} in {source.Skill.Source}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warnings.Failed(source.Skill, e.Message);
            return null;
        }
    }
}
