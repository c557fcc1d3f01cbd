namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>The parts of a wake payload that quote annotations of plans and documents.</summary>
internal static class WakeReviews
{
    public static JsonObject? AnnotationDelta(JsonNode? value)
    {
        var delta = ConfigValues.ParseObject(value);
        var result = new JsonObject().WithTexts(delta, "id", "issueId", "threadId", "documentKey");
        result["revisionNumber"] = delta.Positive("revisionNumber");
        result["quote"] = delta.Raw("quote");
        result["prefix"] = delta.Raw("prefix");
        result["suffix"] = delta.Raw("suffix");
        result.WithTexts(delta, "threadStatus", "anchorState", "anchorConfidence");
        result["body"] = delta.Raw("body");
        result["bodyTruncated"] = delta.Flag("bodyTruncated");
        result["createdAt"] = delta.Text("createdAt");
        result["author"] = Author(delta["author"]);
        return result.HasAny("id", "threadId", "documentKey") || delta.Text("quote") is not null || delta.Text("body") is not null ? result : null;
    }

    public static JsonObject? PlanReview(JsonNode? value)
    {
        var context = ConfigValues.ParseObject(value);
        var threads = context.List("threads", Thread);
        var interaction = Interaction(context["interaction"]);
        var totals = context.Object("totals");
        var open = totals.Number("openThreadCount", threads.Count);
        var comments = totals.Number("commentCount", threads.OfType<JsonObject>().Sum(thread => thread.Number("commentCount")));
        var included = totals.Number("includedCommentCount", threads.OfType<JsonObject>().Sum(thread => thread.Parts("comments").Count));
        if (context.Text("documentKey") is null && context.Text("issueId") is null && threads.Count == 0 && interaction is null)
        {
            return null;
        }

        return new JsonObject
        {
            ["documentKey"] = context.Text("documentKey"),
            ["issueId"] = context.Text("issueId"),
            ["latestRevisionId"] = context.Text("latestRevisionId"),
            ["latestRevisionNumber"] = context.Positive("latestRevisionNumber"),
            ["threads"] = threads,
            ["interaction"] = interaction,
            ["totals"] = new JsonObject
            {
                ["openThreadCount"] = Math.Max(0, open),
                ["includedThreadCount"] = Math.Max(0, totals.Number("includedThreadCount", threads.Count)),
                ["omittedThreadCount"] = Math.Max(0, totals.Number("omittedThreadCount", Math.Max(0, open - threads.Count))),
                ["commentCount"] = Math.Max(0, comments),
                ["includedCommentCount"] = Math.Max(0, included),
                ["omittedCommentCount"] = Math.Max(0, totals.Number("omittedCommentCount", Math.Max(0, comments - included))),
            },
            ["limits"] = Limits(context.Object("limits")),
            ["truncated"] = context.Flag("truncated"),
        };
    }

    public static JsonObject? DocumentReview(JsonNode? value)
    {
        var context = ConfigValues.ParseObject(value);
        var issueId = context.Text("issueId");
        var documents = context.List("documents", document => Document(document, issueId));
        if (issueId is null && documents.Count == 0)
        {
            return null;
        }

        var totals = context.Object("totals");
        double Sum(string name) => documents.OfType<JsonObject>().Sum(document => document.Object("totals").Number(name));
        var open = totals.Number("openThreadCount", Sum("openThreadCount"));
        var includedThreads = totals.Number("includedThreadCount", Sum("includedThreadCount"));
        var comments = totals.Number("commentCount", Sum("commentCount"));
        var included = totals.Number("includedCommentCount", Sum("includedCommentCount"));
        return new JsonObject
        {
            ["issueId"] = issueId,
            ["documents"] = documents,
            ["totals"] = new JsonObject
            {
                ["openThreadCount"] = open,
                ["includedThreadCount"] = includedThreads,
                ["omittedThreadCount"] = totals.Number("omittedThreadCount", Math.Max(0, open - includedThreads)),
                ["commentCount"] = comments,
                ["includedCommentCount"] = included,
                ["omittedCommentCount"] = totals.Number("omittedCommentCount", Math.Max(0, comments - included)),
            },
            ["limits"] = (documents.FirstOrDefault() as JsonObject)?["limits"]?.DeepClone(),
            ["truncated"] = context.Flag("truncated"),
        };
    }

    private static JsonObject? Document(JsonNode? value, string? issueId)
    {
        var document = (JsonObject)ConfigValues.ParseObject(value).DeepClone();
        document["issueId"] = issueId;
        var review = PlanReview(document);
        review?.Add("title", document.Text("title"));
        return review;
    }

    private static JsonObject? Limits(JsonObject limits)
    {
        if (limits.Count == 0)
        {
            return null;
        }

        var result = new JsonObject();
        foreach (var name in new[] { "maxThreads", "maxComments", "maxBodyChars", "maxTotalBodyChars", "maxAnchorTextChars" })
        {
            result[name] = limits.Number(name);
        }

        return result;
    }

    private static JsonObject? Author(JsonNode? value) =>
        new JsonObject().WithTexts(ConfigValues.ParseObject(value), "type", "id").IfAny("type", "id");

    private static JsonObject? Comment(JsonNode? value)
    {
        var comment = ConfigValues.ParseObject(value);
        var result = new JsonObject
        {
            ["id"] = comment.Text("id"),
            ["threadId"] = comment.Text("threadId"),
            ["body"] = comment.Raw("body"),
            ["bodyTruncated"] = comment.Flag("bodyTruncated"),
            ["author"] = Author(comment["author"]),
        }.WithTexts(comment, "createdAt", "updatedAt");
        return result.HasAny("id", "threadId") || comment.Text("body") is not null ? result : null;
    }

    private static JsonObject? Thread(JsonNode? value)
    {
        var thread = ConfigValues.ParseObject(value);
        var comments = thread.List("comments", Comment);
        var count = thread.Number("commentCount", comments.Count);
        var result = new JsonObject().WithTexts(thread, "id", "documentKey", "documentId", "status", "revisionId");
        result["revisionNumber"] = thread.Positive("revisionNumber");
        result.WithTexts(thread, "anchorState", "anchorConfidence");
        foreach (var name in new[] { "selectedText", "prefixText", "suffixText" })
        {
            result[name] = thread.Raw(name);
            result[name + "Truncated"] = thread.Flag(name + "Truncated");
        }

        result["author"] = Author(thread["author"]);
        result["commentCount"] = count >= 0 ? count : comments.Count;
        result["comments"] = comments;
        result["commentsTruncated"] = thread.Flag("commentsTruncated");
        result.WithTexts(thread, "createdAt", "updatedAt");
        return result.HasAny("id", "documentId") || thread.Text("selectedText") is not null || comments.Count > 0 ? result : null;
    }

    private static JsonObject? Interaction(JsonNode? value)
    {
        var interaction = ConfigValues.ParseObject(value);
        var result = new JsonObject().WithTexts(interaction, "id", "kind", "status", "continuationPolicy", "sourceCommentId", "sourceRunId");
        result["target"] = Target(interaction["target"]);
        result["acceptedTargetRevision"] = Target(interaction["acceptedTargetRevision"]);
        result["result"] = new JsonObject().WithTexts(interaction.Object("result"), "outcome", "reason", "commentId").IfAny("outcome", "reason", "commentId");
        result["resolvedAt"] = interaction.Text("resolvedAt");
        return result.IfAny("id", "kind", "status", "target", "acceptedTargetRevision", "result");
    }

    private static JsonObject? Target(JsonNode? value)
    {
        var target = ConfigValues.ParseObject(value);
        var result = new JsonObject().WithTexts(target, "issueId", "documentId", "key", "revisionId");
        result["revisionNumber"] = target.Positive("revisionNumber");
        return target.Number("revisionNumber") != 0 ? result : result.IfAny("issueId", "documentId", "key", "revisionId");
    }
}
