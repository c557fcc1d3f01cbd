namespace Podclip.Paperclip.Transcripts;

/// <summary>What a result event of Claude Code says of itself.</summary>
internal static class ClaudeResult
{
    /// <summary>Dollars of this result; where only the session's total is told, that.</summary>
    public static decimal CostOf(JsonObject root) => root.Member("model_usage_since_last_result") is JsonObject models
        ? models.Sum(model => model.Value.Amount("costUSD") ?? 0)
        : root.Amount("total_cost_usd") ?? 0;

    /// <summary>Why it failed, in words.</summary>
    public static IReadOnlyList<string> ErrorsOf(JsonObject root) =>
        root.Member("errors") is JsonArray errors ? [.. errors.Select(error => error.ErrorWords()).OfType<string>()] : [];
}
