namespace Podclip.Paperclip.Skills;

/// <summary>How an agent gets its skills.</summary>
public enum SkillUse
{
    /// <summary>As a folder that it looks into when it needs one.</summary>
    Folder,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>As text in every prompt: it knows no such folder.</summary>
    Prompt,
}
