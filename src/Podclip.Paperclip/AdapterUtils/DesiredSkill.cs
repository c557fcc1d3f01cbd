using System.Text.Json.Serialization;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A skill an agent should have.</summary>
/// <param name="Key">Its key, or what the user wrote for it.</param>
/// <param name="VersionId">The version, or null for the current one.</param>
public sealed record DesiredSkill(string Key, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? VersionId);
