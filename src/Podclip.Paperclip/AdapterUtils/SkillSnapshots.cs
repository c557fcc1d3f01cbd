using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>The list of skills the host shows for an agent. Behaviour of adapter-utils 2026.916.1.</summary>
public static class SkillSnapshots
{
    private const string NotApplied = "Desired state is stored in Paperclip only; this adapter cannot apply skills at runtime.";

    /// <summary>The list for an adapter that gives skills to each run anew: available ones, desired ones, and those a user installed.</summary>
    /// <param name="request">What is known.</param>
    /// <returns>The list, ordered by key, with a warning for each desired skill that does not exist.</returns>
    public static AdapterSkillSnapshot BuildRuntimeMountedSkillSnapshot(SkillSnapshotRequest request)
    {
        var supported = request.Supported ?? request.Mode != "unsupported";
        var byKey = request.AvailableEntries.GroupBy(skill => skill.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var unknown = request.DesiredSkills.Where(key => !byKey.ContainsKey(key)).ToList();
        List<AdapterSkillEntry> entries =
        [
            .. request.AvailableEntries.Select(skill => Managed(skill, request, supported && request.Mode == "ephemeral")),
            .. unknown.Select(key => Unknown(key, request)),
            .. request.ExternalInstalled
                .Where(installed => request.AvailableEntries.All(skill => skill.RuntimeName != installed.Key))
                .Select(installed => External(installed.Key, installed.Value, request)),
        ];
        return new AdapterSkillSnapshot
        {
            AdapterType = request.AdapterType,
            Supported = supported,
            Mode = request.Mode,
            DesiredSkills = request.DesiredSkills,
            DesiredSkillEntries = [.. request.DesiredSkills.Select(key => new DesiredSkill(key, byKey.GetValueOrDefault(key)?.VersionId))],
            Entries = [.. entries.OrderBy(entry => entry.Key, JsCollation.Instance)],
            Warnings = [.. request.Warnings, .. unknown.Select(key => $"Desired skill \"{key}\" is not available from the Paperclip skills directory.")],
        };
    }

    private static AdapterSkillEntry Managed(PaperclipSkill skill, SkillSnapshotRequest request, bool mounts)
    {
        var desired = request.DesiredSkills.Contains(skill.Key, StringComparer.Ordinal);
        var isMissing = PaperclipSkills.IsPaperclipSkillSourceMissing(skill);
        var detail = (isMissing, desired) switch
        {
            (true, _) => JsText.TrimToNull(skill.MissingDetail) ?? request.MissingDetail,
            (_, false) => null,
            _ when mounts => request.ConfiguredDetail,
            _ => request.UnsupportedDetail ?? NotApplied,
        };
        return new AdapterSkillEntry
        {
            Key = skill.Key,
            RuntimeName = skill.RuntimeName,
            VersionId = new StatedText(skill.VersionId),
            CurrentVersionId = new StatedText(skill.CurrentVersionId),
            Desired = desired,
            Managed = true,
            State = isMissing ? "missing" : mounts && desired ? "configured" : "available",
            SourcePath = isMissing ? null : skill.Source,
            Detail = detail,
            Origin = "company_managed",
            OriginLabel = "Managed by Paperclip",
            ReadOnly = false,
        };
    }

    private static AdapterSkillEntry Unknown(string key, SkillSnapshotRequest request) => new()
    {
        Key = key,
        Desired = true,
        Managed = true,
        State = "missing",
        Detail = request.MissingDetail,
        Origin = "external_unknown",
        OriginLabel = "External or unavailable",
        ReadOnly = false,
    };

    private static AdapterSkillEntry External(string name, string? targetPath, SkillSnapshotRequest request) => new()
    {
        Key = name,
        RuntimeName = name,
        Desired = false,
        Managed = false,
        State = "external",
        Origin = "user_installed",
        OriginLabel = "User-installed",
        LocationLabel = new StatedText(JsText.TrimToNull(request.ExternalLocationLabel)),
        ReadOnly = true,
        TargetPath = targetPath ?? (request.SkillsHome is { Length: > 0 } home ? $"{home.TrimEnd('/')}/{name}" : null),
        Detail = request.ExternalDetail,
    };
}
