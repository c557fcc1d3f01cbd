using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>
/// Whether a wake is one turn of a chat outside the host that the host itself vouches for. Only then does the chat's narrower contract replace
/// the usual one; text in a payload cannot bring it about, and anything else that is pending forbids it.
/// </summary>
internal sealed record ExternalChat
{
    private static readonly string[] AlwaysForbidding =
    [
        "recovery", "dependencyBlockedInteraction", "treeHoldInteraction", "activeTreeHold", "executionStage", "planReviewContext",
        "documentReviewContext", "livenessContinuation", "taskWatchdog", "skillTest", "checkboxSelection", "agentMessage", "childIssueSummaryTruncated",
    ];

    private static readonly string[] ForbiddingLists = ["unresolvedBlockerIssueIds", "unresolvedBlockerSummaries", "annotationDeltas", "childIssueSummaries"];

    /// <summary>The turn may have to read its messages through the host's reader first.</summary>
    public bool IsReaderTurn { get; private init; }

    /// <summary>The turn brings the answer to a question the agent had asked.</summary>
    public bool IsAnswer { get; private init; }

    /// <summary>The chat's contract holds.</summary>
    public bool HoldsContract { get; private init; }

    public static ExternalChat Of(JsonObject wake, bool hasReader)
    {
        var isChat = IsMessage(wake);
        var isReader = hasReader && isChat && IsReadable(wake);
        var isAnswer = IsAnswered(wake);
        return new ExternalChat { IsReaderTurn = isReader, IsAnswer = isAnswer, HoldsContract = (isChat && IsInlineComplete(wake)) || isReader || isAnswer };
    }

    private static bool IsMessage(JsonObject wake) =>
        IsBound(wake)
        && wake.Raw("reason") is "External chat message received" or "issue_assigned" or "issue_commented"
        && !IsForbidden(wake)
        && !wake.HasAny("interactionKind", "interactionStatus", "externalInteractionContinuation", "questionResponse");

    private static bool IsAnswered(JsonObject wake)
    {
        var marker = wake.Part("externalChatQuestionResponse");
        var response = wake.Part("questionResponse");
        return marker is not null && response is not null && IsBound(wake)
            && wake.Raw("reason") == "issue_commented"
            && wake.Raw("interactionId") == marker.Raw("interactionId")
            && wake.Raw("sourceRunId") == marker.Raw("sourceRunId")
            && wake.Raw("interactionKind") == "ask_user_questions"
            && wake.Raw("interactionStatus") == "answered"
            && wake.Flag("externalInteractionContinuation")
            && response.Raw("interactionId") == marker.Raw("interactionId")
            && !response.Flag("truncated")
            && !IsForbidden(wake)
            && !wake.Parts("comments").Any(comment => comment.Flag("bodyTruncated"))
            && wake.Number("missingCount") <= 0
            && !wake.HasAny("truncated", "fallbackFetchNeeded");
    }

    private static bool IsBound(JsonObject wake) =>
        wake["externalChatProvider"] is not null
        && wake.HasAny("checkedOutByHarness", "externalChatExecutionBound")
        && wake.Part("issue") is { } issue && issue["id"] is not null
        && issue.Raw("workMode") is "standard" or "ask";

    private static bool IsForbidden(JsonObject wake) =>
        wake.HasAny(AlwaysForbidding)
        || ForbiddingLists.Any(name => ((JsonArray)wake[name]!).Count > 0)
        || wake.Object("continuationSummary").Flag("bodyTruncated")
        || wake.Object("issue").Flag("descriptionTruncated");

    private static bool IsInlineComplete(JsonObject wake) =>
        !wake.Parts("comments").Any(comment => comment.Flag("bodyTruncated"))
        && wake.Number("missingCount") == 0
        && !wake.HasAny("truncated", "fallbackFetchNeeded");

    private static bool IsReadable(JsonObject wake)
    {
        var ids = wake.Texts("commentIds");
        return wake.Flag("fallbackFetchNeeded") && ids.Count > 0
            && JsJson.TextOf(wake["latestCommentId"]) == ids[^1]
            && wake.Number("requestedCount") == ids.Count;
    }
}
