namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>A watchdog's mandate, what it watches and what it may do.</summary>
internal static class WakeWatchdogSection
{
    public static IEnumerable<string> Lines(JsonObject? watchdog)
    {
        if (watchdog is null)
        {
            return [];
        }

        var title = watchdog.Text("watchedIssueTitle") is { } text ? $" {text}" : "";
        List<string> lines =
        [
            "", "## Task Watchdog Mandate", "",
            $"Watched issue: {watchdog.Text("watchedIssueIdentifier") ?? watchdog.Text("watchedIssueId") ?? "unknown"}{title}",
        ];
        if (watchdog.Text("stopFingerprint") is { } fingerprint)
        {
            lines.Add($"Stop fingerprint: {fingerprint}");
        }

        lines.AddRange(["", string.Join('\n', WatchdogTexts.Mandate)]);
        if (watchdog.Part("capabilities") is { } capabilities)
        {
            lines.AddRange(["", "Server-derived watchdog capability metadata:"]);
            lines.AddRange(Capabilities(capabilities));
        }

        lines.AddRange(Leaves(watchdog.Parts("terminalLeafSummaries")));
        lines.AddRange(JavaScript.JsJson.TextOf(watchdog["customInstructions"]) is { } instructions
            ? ["", WatchdogTexts.BoardInstructions, instructions, "", WatchdogTexts.Reminder]
            : ["", WatchdogTexts.NoInstructions]);
        lines.Add("");
        return lines;
    }

    private static IEnumerable<string> Capabilities(JsonObject capabilities)
    {
        if (capabilities.Part("targetScope") is { } scope)
        {
            var watched = scope.Text("watchedIssueIdentifier") ?? scope.Text("watchedIssueId") ?? "unknown";
            yield return $"- Target scope: {watched} plus {(scope.Flag("includeNonWatchdogDescendants") ? "non-watchdog descendants" : "no descendants")}.";
            if (scope.Text("watchdogIssueId") is { } issue)
            {
                yield return $"- Reusable watchdog issue: {issue}.";
            }

            if (scope.Texts("excludedOriginKinds") is { Count: > 0 } kinds)
            {
                yield return $"- Excluded origin kinds: {string.Join(", ", kinds)}.";
            }
        }

        if (capabilities.Texts("operations") is { Count: > 0 } operations)
        {
            yield return $"- Allowed operations: {string.Join(", ", operations)}.";
        }

        if (capabilities.Texts("deniedOperations") is { Count: > 0 } denied)
        {
            yield return $"- Denied operations: {string.Join(", ", denied)}.";
        }
    }

    private static IEnumerable<string> Leaves(IReadOnlyList<JsonObject> leaves)
    {
        if (leaves.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return "Terminal / stopped leaves to verify:";
        foreach (var leaf in leaves)
        {
            var title = leaf.Text("title") is { } text ? $" {text}" : "";
            var status = leaf.Text("status") is { } state ? $" ({state})" : "";
            var role = leaf.Text("role") is { } name ? $" [{name}]" : "";
            yield return $"- {leaf.Text("identifier") ?? leaf.Text("id") ?? "unknown"}{title}{status}{role}";
            if (leaf.Text("summary") is { } summary)
            {
                yield return $"  {summary}";
            }
        }
    }
}
