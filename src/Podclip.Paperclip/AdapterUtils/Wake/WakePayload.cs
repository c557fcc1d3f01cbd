using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>
/// A wake payload in its normal form: known members only, in this order, each of its type. It stays JSON, because it is handed on as JSON in
/// PAPERCLIP_WAKE_PAYLOAD_JSON.
/// </summary>
internal static class WakePayload
{
    private static readonly string[] Lists =
        ["comments", "commentIds", "annotationDeltas", "childIssueSummaries", "unresolvedBlockerIssueIds", "unresolvedBlockerSummaries"];

    private static readonly string[] Parts =
    [
        "activeTreeHold", "executionStage", "continuationSummary", "planReviewContext", "documentReviewContext", "livenessContinuation", "taskWatchdog",
        "checkboxSelection", "questionResponse", "executionWorkspace", "agentMessage", "recovery", "issue",
    ];

    /// <summary>The normal form; null for a payload that tells an agent nothing.</summary>
    public static JsonObject? Normalize(JsonNode? value)
    {
        var payload = ConfigValues.ParseObject(value);
        var normal = Read(payload);
        var saysSomething = JsJson.IsTruthy(payload["executionContinuation"])
            || Lists.Any(name => ((JsonArray)normal[name]!).Count > 0)
            || Parts.Any(name => normal[name] is not null);
        return saysSomething ? normal : null;
    }

    private static JsonObject Read(JsonObject payload)
    {
        var issue = WakeParts.Issue(payload["issue"]);
        var comments = payload.List("comments", WakeParts.Comment);
        var commentIds = payload.TextList("commentIds");

        // The normal form has the window's counters at its top; it reads itself again.
        var window = payload.Object("commentWindow") is { Count: > 0 } nested ? nested : payload;
        var isContinued = payload.Object("executionContinuation").Number("version") == 1;
        var normal = new JsonObject
        {
            ["reason"] = payload.Text("reason"),
            ["executionContinuation"] = isContinued ? payload["executionContinuation"]!.DeepClone() : null,
            ["recovery"] = WakeParts.Recovery(payload["recovery"]),
            ["issue"] = issue,
            ["checkedOutByHarness"] = payload.Flag("checkedOutByHarness"),
            ["externalChatExecutionBound"] = payload.Flag("externalChatExecutionBound"),
            ["externalChatProvider"] = WakeParts.ExternalChatProvider(payload["externalChatProvider"]),
            ["externalChatQuestionResponse"] = WakeParts.ExternalChatQuestionResponse(payload["externalChatQuestionResponse"]),
            ["skillTest"] = WakeParts.IsSkillTest(payload, issue),
            ["simplifiedEnglishInteractions"] = payload.Flag("simplifiedEnglishInteractions"),
            ["dependencyBlockedInteraction"] = payload.Flag("dependencyBlockedInteraction"),
            ["treeHoldInteraction"] = payload.Flag("treeHoldInteraction"),
            ["activeTreeHold"] = WakeParts.TreeHold(payload["activeTreeHold"]),
            ["unresolvedBlockerIssueIds"] = payload.TextList("unresolvedBlockerIssueIds"),
            ["unresolvedBlockerSummaries"] = payload.List("unresolvedBlockerSummaries", WakeParts.Blocker),
            ["executionStage"] = WakeParts.ExecutionStage(payload["executionStage"]),
            ["continuationSummary"] = WakeParts.ContinuationSummary(payload["continuationSummary"]),
            ["planReviewContext"] = WakeReviews.PlanReview(payload["planReviewContext"]),
            ["documentReviewContext"] = WakeReviews.DocumentReview(payload["documentReviewContext"]),
            ["annotationDeltas"] = payload.List("annotationDeltas", WakeReviews.AnnotationDelta),
            ["livenessContinuation"] = WakeParts.LivenessContinuation(payload["livenessContinuation"]),
            ["taskWatchdog"] = WakeWatchdog.Read(payload["taskWatchdog"]),
        }.WithTexts(payload, "interactionId", "sourceRunId", "interactionKind", "interactionStatus");
        normal["externalInteractionContinuation"] = payload.Flag("externalInteractionContinuation");
        normal["checkboxSelection"] = WakeParts.CheckboxSelection(payload["checkboxSelection"]);
        normal["questionResponse"] = WakeParts.QuestionResponse(payload["questionResponse"]);
        normal["executionWorkspace"] = WakeParts.ExecutionWorkspace(payload["executionWorkspace"]);
        normal["agentMessage"] = WakeParts.AgentMessage(payload["agentMessage"]);
        normal["childIssueSummaries"] = payload.List("childIssueSummaries", WakeParts.ChildIssue);
        normal["childIssueSummaryTruncated"] = payload.Flag("childIssueSummaryTruncated");
        normal["commentIds"] = commentIds;
        normal["latestCommentId"] = payload.Text("latestCommentId");
        normal["comments"] = comments;
        normal["requestedCount"] = window.Number("requestedCount", comments.Count > 0 ? comments.Count : commentIds.Count);
        normal["includedCount"] = window.Number("includedCount", comments.Count);
        normal["missingCount"] = window.Number("missingCount");
        normal["truncated"] = payload.Flag("truncated");
        normal["fallbackFetchNeeded"] = payload.Flag("fallbackFetchNeeded");
        return normal;
    }
}
