using System.Text.Json;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>When the host starts a new session for an agent instead of resuming one. Behaviour of adapter-utils 2026.916.1.</summary>
public static class SessionCompaction
{
    private static readonly SessionCompactionPolicy ByThresholds = new(true, 200, 2_000_000, 72);
    private static readonly SessionCompactionPolicy ByAgent = new(true, 0, 0, 0);

    private static readonly Dictionary<string, AdapterSessionManagement> Known = new(StringComparer.Ordinal)
    {
        ["claude_local"] = new(true, "confirmed", ByAgent),
        ["codex_local"] = new(true, "confirmed", ByAgent),
        ["hermes_local"] = new(true, "confirmed", ByAgent),
        ["cursor_cloud"] = new(true, "unknown", ByThresholds),
        ["cursor"] = new(true, "unknown", ByThresholds),
        ["gemini_local"] = new(true, "unknown", ByThresholds),
        ["kimi_local"] = new(true, "unknown", ByThresholds),
        ["opencode_local"] = new(true, "unknown", ByThresholds),
        ["pi_local"] = new(true, "unknown", ByThresholds),
    };

    /// <summary>How the host treats the sessions of one of its own adapter types.</summary>
    /// <param name="adapterType">The type.</param>
    /// <returns>The treatment; null for every other type, whatever its module says.</returns>
    public static AdapterSessionManagement? GetAdapterSessionManagement(string? adapterType) => adapterType is null ? null : Known.GetValueOrDefault(adapterType);

    /// <summary>The limits that hold for an agent: the type's, changed by what its runtime configuration says.</summary>
    /// <param name="adapterType">The type.</param>
    /// <param name="runtimeConfig">The agent's runtime configuration.</param>
    /// <returns>The limits and where they come from.</returns>
    public static SessionCompactionResolution ResolveSessionCompactionPolicy(string? adapterType, JsonNode? runtimeConfig)
    {
        var management = GetAdapterSessionManagement(adapterType);
        var set = ReadSessionCompactionOverride(runtimeConfig);
        var standard = management?.DefaultSessionCompaction ?? ByThresholds with { Enabled = false };
        var policy = new SessionCompactionPolicy(
            set.Enabled ?? standard.Enabled,
            set.MaxSessionRuns ?? standard.MaxSessionRuns,
            set.MaxRawInputTokens ?? standard.MaxRawInputTokens,
            set.MaxSessionAgeHours ?? standard.MaxSessionAgeHours);
        var source = set != new SessionCompactionOverride() ? "agent_override" : management is not null ? "adapter_default" : "legacy_fallback";
        return new SessionCompactionResolution(policy, management, set, source);
    }

    /// <summary>Whether any limit is set.</summary>
    /// <param name="policy">The limits.</param>
    /// <returns>True when one is above 0, enabled or not.</returns>
    public static bool HasSessionCompactionThresholds(SessionCompactionPolicy policy) =>
        policy.MaxSessionRuns > 0 || policy.MaxRawInputTokens > 0 || policy.MaxSessionAgeHours > 0;

    // The first of the three places that holds anything decides, even if it holds no object.
    private static SessionCompactionOverride ReadSessionCompactionOverride(JsonNode? runtimeConfig)
    {
        var runtime = ConfigValues.ParseObject(runtimeConfig);
        var heartbeat = ConfigValues.ParseObject(runtime["heartbeat"]);
        var set = ConfigValues.ParseObject(heartbeat["sessionCompaction"] ?? heartbeat["sessionRotation"] ?? runtime["sessionCompaction"]);
        return new SessionCompactionOverride
        {
            Enabled = ReadTruth(set["enabled"]),
            MaxSessionRuns = ReadCount(set["maxSessionRuns"]),
            MaxRawInputTokens = ReadCount(set["maxRawInputTokens"]),
            MaxSessionAgeHours = ReadCount(set["maxSessionAgeHours"]),
        };
    }

    private static bool? ReadTruth(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => JsNumber.Of(value) switch { 1 => true, 0 => false, _ => null },
        JsonValueKind.String => JsText.Trim(JsJson.TextOf(value)!).ToLowerInvariant() switch
        {
            "true" or "1" or "yes" or "on" => true,
            "false" or "0" or "no" or "off" => false,
            _ => null,
        },
        _ => null,
    };

    private static double? ReadCount(JsonNode? value)
    {
        var number = JsNumber.Of(value) ?? (JsJson.TextOf(value) is { } text ? JsNumber.Parse(JsText.Trim(text)) : double.NaN);
        return double.IsFinite(number) ? Math.Max(0, Math.Floor(number)) : null;
    }
}
