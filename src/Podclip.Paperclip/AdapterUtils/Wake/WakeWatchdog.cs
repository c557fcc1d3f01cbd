using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>The part of a wake payload that sends an agent as a watchdog over other agents' tasks.</summary>
internal static class WakeWatchdog
{
    private const int MaximumInstructions = 4_000;
    private const int MaximumLeaves = 25;
    private const int MaximumItems = 50;

    public static JsonObject? Read(JsonNode? value)
    {
        var watchdog = ConfigValues.ParseObject(value);
        var leaves = watchdog.List("terminalLeafSummaries", Leaf, MaximumLeaves);
        var result = new JsonObject().WithTexts(watchdog, "watchedIssueId", "watchedIssueIdentifier", "watchedIssueTitle", "stopFingerprint");
        result["terminalLeafSummaries"] = leaves;
        result["customInstructions"] = watchdog.Text("customInstructions") is { } instructions ? JsText.Head(instructions, MaximumInstructions) : null;
        result["capabilities"] = Capabilities(watchdog["capabilities"]);
        return leaves.Count > 0
            ? result
            : result.IfAny("watchedIssueId", "watchedIssueIdentifier", "watchedIssueTitle", "stopFingerprint", "customInstructions", "capabilities");
    }

    private static JsonObject? Leaf(JsonNode? value) => new JsonObject()
        .WithTexts(ConfigValues.ParseObject(value), "id", "identifier", "title", "status", "priority", "role", "summary")
        .IfAny("id", "identifier", "title", "status", "summary");

    private static JsonObject? Capabilities(JsonNode? value)
    {
        var capabilities = ConfigValues.ParseObject(value);
        var scope = Scope(capabilities.Object("targetScope"));
        var operations = capabilities.TextList("operations", MaximumItems);
        var denied = capabilities.TextList("deniedOperations", MaximumItems);
        return operations.Count == 0 && denied.Count == 0 && scope is null ? null : new JsonObject
        {
            ["operations"] = operations,
            ["deniedOperations"] = denied,
            ["targetScope"] = scope,
        };
    }

    private static JsonObject? Scope(JsonObject scope)
    {
        var kinds = scope.TextList("excludedOriginKinds", MaximumItems);
        var result = new JsonObject().WithTexts(scope, "watchedIssueId", "watchedIssueIdentifier", "watchdogIssueId");
        result["includeNonWatchdogDescendants"] = scope.Flag("includeNonWatchdogDescendants");
        result["excludedOriginKinds"] = kinds;
        return kinds.Count > 0
            ? result
            : result.IfAny("watchedIssueId", "watchedIssueIdentifier", "watchdogIssueId", "includeNonWatchdogDescendants");
    }
}
