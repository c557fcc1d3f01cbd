namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>What users noted beside plans and documents.</summary>
internal static class WakeReviewSections
{
    public static IEnumerable<string> Lines(JsonObject wake)
    {
        List<string> lines = [];
        var deltas = wake.Parts("annotationDeltas");
        if (deltas.Count > 0)
        {
            lines.AddRange(["", "New plan annotation deltas:", WakeReviewTexts.AnnotationsAreFeedback]);
            foreach (var delta in deltas)
            {
                AddDelta(lines, delta);
            }
        }

        if (wake.Part("planReviewContext") is { } plan)
        {
            AddPlan(lines, plan);
        }

        if (wake.Part("documentReviewContext") is { } documents)
        {
            AddDocuments(lines, documents);
        }

        return lines;
    }

    private static void AddDelta(List<string> lines, JsonObject delta)
    {
        lines.Add($"- annotation {delta.Text("id") ?? delta.Text("threadId") ?? "unknown"}{State(delta, "threadStatus")}");
        AddIf(lines, delta["threadId"] is not null, $"  thread: {delta.Raw("threadId")}");
        AddIf(lines, delta["documentKey"] is not null, $"  document: {delta.Raw("documentKey")}");
        AddText(lines, "  selected text", delta.Raw("quote"), false);
        AddText(lines, "  context before", delta.Raw("prefix"), false);
        AddText(lines, "  context after", delta.Raw("suffix"), false);
        lines.Add($"  comment by {Author(delta.Part("author"))}{At(delta)}:");
        lines.Add(delta.Raw("body"));
        AddIf(lines, delta.Flag("bodyTruncated"), "[annotation comment body truncated]");
    }

    private static void AddPlan(List<string> lines, JsonObject plan)
    {
        lines.AddRange(["", "Open plan comments to incorporate:", WakeReviewTexts.PlanAnnotations, WakeReviewTexts.PlanReadFirst]);
        AddIf(lines, plan.HasAny("latestRevisionNumber", "latestRevisionId"), $"- latest plan revision: {Revision(plan)}");
        if (plan.Part("interaction") is { } interaction)
        {
            AddInteraction(lines, interaction);
        }

        AddTotals(lines, plan);
        AddThreads(lines, plan, "plan comment body", "plan thread comments");
        var totals = plan.Object("totals");
        AddIf(
            lines,
            totals.Number("omittedThreadCount") > 0 || totals.Number("omittedCommentCount") > 0 || plan.Flag("truncated"),
            "[plan review context truncated]");
    }

    private static void AddInteraction(List<string> lines, JsonObject interaction)
    {
        lines.Add($"- interaction: {interaction.Text("kind") ?? "unknown"} {interaction.Text("status") ?? "unknown"}");
        AddIf(lines, interaction.Raw("status") == "rejected", WakeReviewTexts.PlanRejected);
        if (interaction.Part("result") is { } result)
        {
            lines.Add($"- result: {result.Text("outcome") ?? "unknown"}{(result.Text("reason") is { } reason ? $" ({reason})" : "")}");
            AddIf(lines, result["commentId"] is not null, $"- result comment id: {result.Raw("commentId")}");
        }

        lines.Add($"- target: {Target(interaction.Part("target"))}");
        AddIf(lines, interaction["acceptedTargetRevision"] is not null, $"- accepted target: {Target(interaction.Part("acceptedTargetRevision"))}");
    }

    private static void AddDocuments(List<string> lines, JsonObject review)
    {
        lines.AddRange(
        [
            "", "## Open document annotations", "", WakeReviewTexts.DocumentAnnotations, WakeReviewTexts.DocumentScope, WakeReviewTexts.DocumentSnapshots,
        ]);
        AddTotals(lines, review);
        foreach (var document in review.Parts("documents"))
        {
            lines.AddRange(
            [
                "",
                $"### {document.Text("title") ?? document.Text("documentKey") ?? "Document"}",
                $"- document key: {document.Text("documentKey") ?? "unknown"}",
                $"- latest revision: {Revision(document)}",
            ]);
            AddThreads(lines, document, "document annotation comment body", "document annotation thread comments");
            AddIf(lines, document.Flag("truncated"), "[document annotation context truncated]");
        }

        AddIf(lines, review.Flag("truncated"), "[document review context truncated]");
    }

    private static void AddTotals(List<string> lines, JsonObject review)
    {
        var totals = review.Object("totals");
        lines.Add($"- open annotation threads included: {totals.Show("includedThreadCount")}/{totals.Show("openThreadCount")}");
        lines.Add($"- annotation comments included: {totals.Show("includedCommentCount")}/{totals.Show("commentCount")}");
    }

    private static void AddThreads(List<string> lines, JsonObject review, string bodyName, string commentsName)
    {
        foreach (var thread in review.Parts("threads"))
        {
            lines.Add($"- thread {thread.Text("id") ?? "unknown"}{State(thread, "status")}");
            AddText(lines, "  selected text", thread.Raw("selectedText"), thread.Flag("selectedTextTruncated"));
            AddText(lines, "  context before", thread.Raw("prefixText"), thread.Flag("prefixTextTruncated"));
            AddText(lines, "  context after", thread.Raw("suffixText"), thread.Flag("suffixTextTruncated"));
            foreach (var comment in thread.Parts("comments"))
            {
                lines.Add($"  comment {comment.Text("id") ?? "unknown"} by {Author(comment.Part("author"))}{At(comment)}:");
                lines.Add(comment.Raw("body"));
                AddIf(lines, comment.Flag("bodyTruncated"), $"[{bodyName} truncated]");
            }

            AddIf(lines, thread.Flag("commentsTruncated"), $"[{commentsName} truncated]");
        }
    }

    private static void AddText(List<string> lines, string label, string text, bool truncated)
    {
        lines.Add($"{label}: {(JavaScript.JsText.IsBlank(text) ? "(empty)" : text)}");
        AddIf(lines, truncated, $"[{label.Trim()} truncated]");
    }

    private static string State(JsonObject part, string statusName)
    {
        var revision = part["revisionNumber"] is null ? null : $"revision #{part.Show("revisionNumber")}";
        var state = string.Join(", ", new[] { part.Text(statusName), revision, part.Text("anchorState"), part.Text("anchorConfidence") }.OfType<string>());
        return state.Length > 0 ? $" ({state})" : "";
    }

    private static string Revision(JsonObject document) =>
        (document["latestRevisionNumber"] is null ? "unknown" : document.Show("latestRevisionNumber"))
        + (document.Text("latestRevisionId") is { } id ? $" ({id})" : "");

    private static string Target(JsonObject? target)
    {
        if (target is null)
        {
            return "none";
        }

        var revision = target["revisionNumber"] is not null ? $"revision #{target.Show("revisionNumber")}"
            : target.Text("revisionId") is { } id ? $"revision {id}"
            : "unknown revision";
        return $"{target.Text("key") ?? "document"} {revision}";
    }

    private static string Author(JsonObject? author) => author is null ? "unknown"
        : author.Text("id") is { } id ? $"{author.Text("type") ?? "unknown"} {id}"
        : author.Text("type") ?? "unknown";

    private static string At(JsonObject part) => part.Text("createdAt") is { } time ? $" at {time}" : "";

    private static void AddIf(List<string> lines, bool condition, string line)
    {
        if (condition)
        {
            lines.Add(line);
        }
    }
}
