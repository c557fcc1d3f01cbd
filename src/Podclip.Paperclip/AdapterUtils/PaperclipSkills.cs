using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Which skills there are and which an agent should have. Behaviour of adapter-utils 2026.916.1.</summary>
public static class PaperclipSkills
{
    /// <summary>The skill by which an agent calls the host's API. Agents of external adapter types always get it.</summary>
    public const string OperationalSkillKey = "paperclipai/paperclip/paperclip";

    /// <summary>The skills a configuration asks for, as written: texts or <c>{key, versionId}</c>, trimmed, the first of each key.</summary>
    /// <param name="config">The agent's configuration.</param>
    /// <returns>The preference.</returns>
    public static SkillSyncPreference ReadPaperclipSkillSyncPreference(JsonObject config)
    {
        if (config["paperclipSkillSync"] is not JsonObject sync)
        {
            return new SkillSyncPreference(false, []);
        }

        return new SkillSyncPreference(
            sync.ContainsKey("desiredSkills"),
            FirstOfEachKey(sync["desiredSkills"] is JsonArray items ? items.Select(ReadDesired) : []));
    }

    /// <summary>
    /// The keys of the skills asked for. What a user wrote stands, without case, for the skill of that key, else for the only one of that runtime
    /// name, else for the only one whose key ends in it, else for itself in small letters.
    /// </summary>
    /// <param name="config">The agent's configuration.</param>
    /// <param name="available">The skills there are.</param>
    /// <returns>The keys, each once; none when the configuration does not speak of skills.</returns>
    public static IReadOnlyList<string> ResolvePaperclipDesiredSkillNames(JsonObject config, IReadOnlyList<PaperclipSkill> available)
    {
        var preference = ReadPaperclipSkillSyncPreference(config);
        return preference.Explicit
            ? [.. preference.DesiredSkills.Select(reference => Canonical(reference, available)).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The same, with the operational skill first whenever it is available: without it an agent cannot reach the host's API.</summary>
    /// <param name="config">The agent's configuration.</param>
    /// <param name="available">The skills there are.</param>
    /// <returns>The keys, each once.</returns>
    public static IReadOnlyList<string> ResolveLegacyPaperclipDesiredSkillNames(JsonObject config, IReadOnlyList<PaperclipSkill> available)
    {
        var desired = ResolvePaperclipDesiredSkillNames(config, available);
        return available.FirstOrDefault(skill => Folded(skill.Key) == OperationalSkillKey) is { } operational
            ? [operational.Key, .. desired.Where(key => Folded(key) != OperationalSkillKey)]
            : desired;
    }

    /// <summary>The skills there are: those the host put into the configuration, even none; else the folders of the first skills folder found.</summary>
    /// <param name="config">The agent's configuration.</param>
    /// <param name="moduleDir">The folder of the adapter's code, from which skills folders are looked for.</param>
    /// <param name="additionalCandidates">Further folders to look in.</param>
    /// <returns>The skills.</returns>
    public static IReadOnlyList<PaperclipSkill> ReadPaperclipRuntimeSkillEntries(
        JsonObject config,
        string moduleDir,
        params IReadOnlyList<string> additionalCandidates) =>
        config["paperclipRuntimeSkills"] is JsonArray items
            ? [.. items.Select(ReadSkill).OfType<PaperclipSkill>()]
            : InFirstFolder([PosixPath.Resolve(moduleDir, "../../skills"), PosixPath.Resolve(moduleDir, "../../../../../skills"), .. additionalCandidates]);

    /// <summary>Whether a skill's files are gone; it cannot be given to a run.</summary>
    /// <param name="skill">The skill.</param>
    /// <returns>True when the host says so.</returns>
    public static bool IsPaperclipSkillSourceMissing(PaperclipSkill skill) => skill.SourceStatus == "missing";

    /// <summary>A configuration that asks for other skills; what else it holds stays.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="desired">The skills; blank keys and repetitions are left out.</param>
    /// <returns>A copy; keys alone as long as no version is asked for.</returns>
    public static JsonObject WritePaperclipSkillSyncPreference(JsonObject config, IEnumerable<DesiredSkill> desired)
    {
        var copy = (JsonObject)config.DeepClone();
        var sync = copy["paperclipSkillSync"] as JsonObject ?? [];
        var entries = FirstOfEachKey(desired.Select(entry => JsText.TrimToNull(entry.Key) is { } key ? entry with { Key = key } : null));
        var withVersions = entries.Any(entry => entry.VersionId is { Length: > 0 });
        sync["desiredSkills"] = new JsonArray([.. entries.Select<DesiredSkill, JsonNode?>(entry =>
            withVersions ? new JsonObject { ["key"] = entry.Key, ["versionId"] = entry.VersionId } : JsonValue.Create(entry.Key))]);
        copy["paperclipSkillSync"] = sync.Parent is null ? sync : sync.DeepClone();
        return copy;
    }

    private static DesiredSkill? ReadDesired(JsonNode? node)
    {
        var key = JsText.TrimToNull(JsJson.TextOf(node) ?? JsJson.TextOf((node as JsonObject)?["key"]));
        return key is null ? null : new DesiredSkill(key, JsText.TrimToNull(JsJson.TextOf((node as JsonObject)?["versionId"])));
    }

    private static IReadOnlyList<DesiredSkill> FirstOfEachKey(IEnumerable<DesiredSkill?> entries) =>
        [.. entries.OfType<DesiredSkill>().DistinctBy(entry => entry.Key, StringComparer.Ordinal)];

    private static string Canonical(string reference, IReadOnlyList<PaperclipSkill> available)
    {
        var folded = Folded(reference);
        if (available.FirstOrDefault(skill => Folded(skill.Key) == folded) is { } exact)
        {
            return exact.Key;
        }

        return Only(skill => Folded(skill.RuntimeName) == folded) ?? Only(skill => Folded(skill.Key).Split('/')[^1] == folded) ?? folded;

        string? Only(Func<PaperclipSkill, bool> fits) =>
            available.Where(fits).Take(2).ToList() is [var single] ? single.Key : null;
    }

    private static string Folded(string text) => JsText.Trim(text).ToLowerInvariant();

    private static PaperclipSkill? ReadSkill(JsonNode? node)
    {
        var entry = ConfigValues.ParseObject(node);
        var name = ConfigValues.AsString(entry["name"], "");
        var key = JsText.TrimToNull(ConfigValues.AsString(entry["key"], name));
        var runtimeName = JsText.TrimToNull(ConfigValues.AsString(entry["runtimeName"], name));
        var source = JsText.TrimToNull(JsJson.TextOf(entry["source"]));
        return key is null || runtimeName is null || source is null ? null : new PaperclipSkill
        {
            Key = key,
            RuntimeName = runtimeName,
            Source = source,
            VersionId = JsText.TrimToNull(JsJson.TextOf(entry["versionId"])),
            CurrentVersionId = JsText.TrimToNull(JsJson.TextOf(entry["currentVersionId"])),
            SourceStatus = JsJson.TextOf(entry["sourceStatus"]) == "missing" ? "missing" : "available",
            MissingDetail = JsText.TrimToNull(JsJson.TextOf(entry["missingDetail"])),
        };
    }

    private static IReadOnlyList<PaperclipSkill> InFirstFolder(IEnumerable<string> candidates)
    {
        var root = candidates.FirstOrDefault(Directory.Exists);
        return root is null ? [] : [.. Directory.EnumerateDirectories(root)
            .Where(folder => new DirectoryInfo(folder).LinkTarget is null)
            .Order(StringComparer.Ordinal)
            .Select(folder => new PaperclipSkill { Key = $"paperclipai/paperclip/{Path.GetFileName(folder)}", RuntimeName = Path.GetFileName(folder), Source = folder })];
    }
}
