using System.Text.Json;
using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>The parts of a wake payload that stand alone. Each reader gives null for a part that says nothing; members keep this order.</summary>
internal static partial class WakeParts
{
    private const int MaximumToolResults = 8;
    private const int MaximumBranchName = 300;
    private const int MaximumAnswers = 12_000;

    private static readonly string[] ExternalChatIds = ["interactionId", "responseDeliveryId", "sourceRunId", "sourceCommentId", "endpointId", "conversationId"];

    public static JsonObject? Issue(JsonNode? value)
    {
        var issue = ConfigValues.ParseObject(value);
        var description = issue.Raw("description");
        return new JsonObject
        {
            ["id"] = issue.Text("id"),
            ["identifier"] = issue.Text("identifier"),
            ["title"] = issue.Text("title"),
            ["description"] = JsText.IsBlank(description) ? null : description,
            ["descriptionTruncated"] = issue.Flag("descriptionTruncated"),
        }.WithTexts(issue, "status", "workMode", "priority").IfAny("id", "identifier", "title");
    }

    public static JsonObject? Comment(JsonNode? value)
    {
        var comment = ConfigValues.ParseObject(value);
        var author = comment.Object("author");
        var body = comment.Raw("body");
        return JsText.IsBlank(body) ? null : new JsonObject
        {
            ["id"] = comment.Text("id"),
            ["issueId"] = comment.Text("issueId"),
            ["body"] = body,
            ["bodyTruncated"] = comment.Flag("bodyTruncated"),
            ["createdAt"] = comment.Text("createdAt"),
            ["authorType"] = author.Text("type"),
            ["authorId"] = author.Text("id"),
        };
    }

    public static JsonObject? Recovery(JsonNode? value)
    {
        var recovery = ConfigValues.ParseObject(value);
        var assignee = new JsonObject().WithTexts(recovery.Object("originalAssignee"), "id", "name").IfAny("id", "name");
        return new JsonObject
        {
            ["cause"] = recovery.Text("cause"),
            ["failureSummary"] = recovery.Text("failureSummary"),
            ["originalAssignee"] = assignee,
            ["attemptCount"] = JsNumber.Of(recovery["attemptCount"]),
            ["maxAttempts"] = JsNumber.Of(recovery["maxAttempts"]),
        }.WithTexts(recovery, "nextAction", "routingFallbackReason").IfAny("cause");
    }

    public static JsonObject? AgentMessage(JsonNode? value)
    {
        var message = ConfigValues.ParseObject(value);
        var text = JsText.WithoutControls(message.Raw("text"));
        if (JsText.IsBlank(text))
        {
            return null;
        }

        var result = new JsonObject { ["text"] = text }.WithTexts(message, "source", "pluginKey", "sessionId");
        if (message["untrustedToolResults"] is JsonArray)
        {
            result["untrustedToolResults"] = message.List("untrustedToolResults", ToolResult, MaximumToolResults);
        }

        return result;
    }

    public static JsonObject? ContinuationSummary(JsonNode? value)
    {
        var summary = ConfigValues.ParseObject(value);
        return new JsonObject
        {
            ["key"] = summary.Text("key"),
            ["title"] = summary.Text("title"),
            ["body"] = summary.Text("body"),
            ["bodyTruncated"] = summary.Flag("bodyTruncated"),
            ["updatedAt"] = summary.Text("updatedAt"),
        }.IfAny("body");
    }

    public static JsonObject? LivenessContinuation(JsonNode? value)
    {
        var continuation = ConfigValues.ParseObject(value);
        var result = new JsonObject
        {
            ["attempt"] = continuation.Positive("attempt"),
            ["maxAttempts"] = continuation.Positive("maxAttempts"),
        }.WithTexts(continuation, "sourceRunId", "state", "reason", "instruction");

        // A negative number of attempts says something, though nothing is made of it.
        return continuation.Number("attempt") != 0 || continuation.Number("maxAttempts") != 0
            ? result
            : result.IfAny("sourceRunId", "state", "reason", "instruction");
    }

    public static JsonObject? ChildIssue(JsonNode? value) => new JsonObject()
        .WithTexts(ConfigValues.ParseObject(value), "id", "identifier", "title", "status", "priority", "summary")
        .IfAny("id", "identifier", "title", "status", "summary");

    public static JsonObject? Blocker(JsonNode? value) => new JsonObject()
        .WithTexts(ConfigValues.ParseObject(value), "id", "identifier", "title", "status", "priority")
        .IfAny("id", "identifier", "title", "status");

    public static JsonObject? TreeHold(JsonNode? value) => new JsonObject()
        .WithTexts(ConfigValues.ParseObject(value), "holdId", "rootIssueId", "mode", "reason")
        .IfAny("holdId", "rootIssueId", "mode", "reason");

    public static JsonObject? CheckboxSelection(JsonNode? value)
    {
        var selection = ConfigValues.ParseObject(value);
        if (!selection.ContainsKey("prompt") && !selection.ContainsKey("selectedOptionIds") && !selection.ContainsKey("selectedOptions"))
        {
            return null;
        }

        var known = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var option in selection.List("selectedOptions", Option).OfType<JsonObject>())
        {
            known[option.Raw("id")] = option;
        }

        var ids = selection.TextList("selectedOptionIds");
        return new JsonObject
        {
            ["prompt"] = selection.Text("prompt"),
            ["selectedOptionIds"] = ids,
            ["selectedOptions"] = new JsonArray([.. ConfigValues.AsStringArray(ids).Select(id =>
                known.TryGetValue(id, out var option) ? option.DeepClone() : new JsonObject { ["id"] = id, ["label"] = id, ["description"] = null })]),
        };
    }

    public static JsonObject? QuestionResponse(JsonNode? value)
    {
        var response = ConfigValues.ParseObject(value);
        return response.Text("interactionId") is { } id && response.Text("summaryMarkdown") is { } summary ? new JsonObject
        {
            ["interactionId"] = id,
            ["summaryMarkdown"] = JsText.Head(summary, MaximumAnswers),
            ["truncated"] = response.Flag("truncated") || summary.Length > MaximumAnswers,
        }
        : null;
    }

    public static JsonObject? ExecutionWorkspace(JsonNode? value)
    {
        var branch = JsText.Head(JsText.Trim(JsText.OnOneLine(ConfigValues.ParseObject(value).Raw("branchName"))), MaximumBranchName);
        return branch.Length == 0 ? null : new JsonObject { ["branchName"] = branch };
    }

    public static JsonObject? ExecutionStage(JsonNode? value)
    {
        var stage = ConfigValues.ParseObject(value);
        var role = stage.Text("wakeRole")?.ToLowerInvariant();
        var instructions = stage.Object("reviewRequest").Text("instructions");
        var actions = stage.TextList("allowedActions");
        var result = new JsonObject
        {
            ["wakeRole"] = role is "reviewer" or "approver" or "executor" ? role : null,
            ["stageId"] = stage.Text("stageId"),
            ["stageType"] = stage.Text("stageType"),
            ["currentParticipant"] = Principal(stage["currentParticipant"]),
            ["returnAssignee"] = Principal(stage["returnAssignee"]),
            ["reviewRequest"] = instructions is null ? null : new JsonObject { ["instructions"] = instructions },
            ["lastDecisionOutcome"] = stage.Text("lastDecisionOutcome"),
            ["allowedActions"] = actions,
        };
        return actions.Count > 0
            ? result
            : result.IfAny("wakeRole", "stageId", "stageType", "currentParticipant", "returnAssignee", "reviewRequest", "lastDecisionOutcome");
    }

    /// <summary>The chat services whose messages the host can vouch for.</summary>
    public static string? ExternalChatProvider(JsonNode? value) => JsText.TrimToNull(JsJson.TextOf(value))?.ToLowerInvariant() switch
    {
        ("slack" or "github" or "discord" or "microsoft-teams" or "telegram" or "imessage-photon") and var provider => provider,
        _ => null,
    };

    /// <summary>The host's mark that an answer belongs to a question: exactly its members, each of its form, or nothing.</summary>
    public static JsonObject? ExternalChatQuestionResponse(JsonNode? value)
    {
        const string Schema = "paperclip.external_chat_question_response.v1";
        var marker = ConfigValues.ParseObject(value);
        var isWhole = marker.Count == ExternalChatIds.Length + 2
            && marker.Raw("schema") == Schema
            && ExternalChatIds.All(name => Uuid().IsMatch(marker.Raw(name)))
            && Sha256().IsMatch(marker.Raw("bindingSha256"));
        if (!isWhole)
        {
            return null;
        }

        var result = new JsonObject { ["schema"] = Schema };
        foreach (var name in ExternalChatIds.Append("bindingSha256"))
        {
            result[name] = marker.Raw(name);
        }

        return result;
    }

    /// <summary>Whether the run tests a skill: said by the issue's mode, by true, or by an object that holds something.</summary>
    public static bool IsSkillTest(JsonObject payload, JsonObject? issue) =>
        issue?.Raw("workMode") == "skill_test" || payload["skillTest"]?.GetValueKind() == JsonValueKind.True || payload.Object("skillTest").Count > 0;

    private static JsonObject ToolResult(JsonNode? value)
    {
        var result = ConfigValues.ParseObject(value);
        return new JsonObject
        {
            ["actionRequestId"] = JsText.Head(result.Raw("actionRequestId"), 100),
            ["toolName"] = JsText.Head(result.Raw("toolName"), 256),
            ["resultSummary"] = JsText.Head(result.Raw("resultSummary"), 1024),
            ["error"] = JsJson.TextOf(result["error"]) is { } error ? JsText.Head(error, 256) : null,
            ["declineReason"] = JsJson.TextOf(result["declineReason"]) is { } reason ? JsText.Head(reason, 256) : null,
        };
    }

    private static JsonObject? Option(JsonNode? value)
    {
        var option = ConfigValues.ParseObject(value);
        return option.Text("id") is not { } id ? null : new JsonObject
        {
            ["id"] = id,
            ["label"] = option.Text("label") ?? id,
            ["description"] = option.Text("description"),
        };
    }

    private static JsonObject? Principal(JsonNode? value)
    {
        var principal = ConfigValues.ParseObject(value);
        return principal.Text("type")?.ToLowerInvariant() is ("agent" or "user") and var type
            ? new JsonObject { ["type"] = type }.WithTexts(principal, "agentId", "userId")
            : null;
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sha256();
}
