using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>Writes one wake as a prompt, section after section.</summary>
internal sealed class WakePromptWriter
{
    private readonly JsonObject _wake;
    private readonly WakePromptOptions _options;
    private readonly ExternalChat _chat;
    private readonly WakeRecovery _recovery;
    private readonly JsonObject _issue;
    private readonly List<string> _lines = [];

    public WakePromptWriter(JsonObject wake, WakePromptOptions options)
    {
        _wake = wake;
        _options = options;
        _chat = ExternalChat.Of(wake, options.NativeWakeReaderAvailable);
        _recovery = new WakeRecovery(wake);
        _issue = wake.Object("issue");
    }

    public string Write()
    {
        WriteHeading();
        WriteExternalInteraction();
        _lines.AddRange(Contract());
        WriteSummary();
        if (_wake.Part("executionContinuation") is { } continuation)
        {
            _lines.AddRange(WakeContinuation.Lines(continuation, _options.ResumedSession));
        }

        WriteIssue();
        WriteCheckbox();
        WritePlanning();
        WriteCircumstances();
        WriteAgentMessage();
        _lines.AddRange(WakeReviewSections.Lines(_wake));
        WriteExecutionStage();
        _lines.AddRange(WakeWatchdogSection.Lines(_wake.Part("taskWatchdog")));
        WriteContinuity();
        _lines.AddRange(WakeComments.Lines(_wake, _chat));
        return JsText.Trim(string.Join('\n', _lines));
    }

    private bool HasCommentBatch => ((JsonArray)_wake["comments"]!).Count > 0 || _wake.Number("includedCount") > 0 || _wake.Number("requestedCount") > 0;

    private void WriteHeading()
    {
        if (_options.ResumedSession)
        {
            _lines.AddRange(["## Paperclip Resume Delta", "", WakeTexts.Resuming, WakeTexts.Scope, WakeTexts.FocusOnDelta]);
            _lines.Add(_chat.HoldsContract ? ExternalChatTexts.ContextFirst : WakeTexts.FetchOnlyIfNeededOnResume);
        }
        else
        {
            _lines.AddRange(["## Paperclip Wake Payload", "", WakeTexts.HighestPriority, WakeTexts.Scope]);
            if (HasCommentBatch)
            {
                _lines.Add(!_chat.HoldsContract ? WakeTexts.AcknowledgeComment : _chat.IsReaderTurn ? ExternalChatTexts.ReadBatch : ExternalChatTexts.AnswerBatch);
            }

            _lines.Add(_chat.HoldsContract ? ExternalChatTexts.ContextFirst : WakeTexts.InlineDataFirst);
            if (!_chat.HoldsContract && (HasCommentBatch || _wake.Flag("fallbackFetchNeeded")))
            {
                _lines.Add(WakeTexts.FetchOnlyIfNeeded);
            }
        }

        _lines.Add("");
    }

    private void WriteExternalInteraction()
    {
        if (!_chat.IsAnswer && _wake.Flag("externalInteractionContinuation") && _wake.Raw("interactionStatus") is "answered" or "accepted")
        {
            _lines.AddRange(
            [
                "## External interaction continuation", "", ExternalChatTexts.ContinueRequest, ExternalChatTexts.ObeyOutputConstraints,
                ExternalChatTexts.ToolsWithoutNarration, ExternalChatTexts.NoNarration, "",
            ]);
        }
    }

    private IEnumerable<string> Contract()
    {
        if (_chat.HoldsContract)
        {
            return ExternalChatContract.Lines(_wake, _chat);
        }

        if (_recovery.IsScoped)
        {
            return _recovery.Contract();
        }

        return !_options.ConversationMode && (_options.ResumedSession || _options.IncludeExecutionContract) ? [WakeTexts.ExecutionContract, ""] : [];
    }

    private void WriteSummary()
    {
        _lines.Add($"- reason: {_wake.Text("reason") ?? "unknown"}");
        _lines.Add($"- issue: {_issue.Text("identifier") ?? _issue.Text("id") ?? "unknown"}{Prefixed(" ", _issue, "title")}");
        if (HasCommentBatch)
        {
            _lines.Add($"- pending comments: {_wake.Show("includedCount")}/{_wake.Show("requestedCount")}");
            _lines.Add($"- latest comment id: {_wake.Text("latestCommentId") ?? "unknown"}");
        }

        _lines.Add($"- fallback fetch needed: {(_wake.Flag("fallbackFetchNeeded") ? "yes" : "no")}");
        _lines.AddRange(_recovery.Summary());
        if (_wake.Raw("reason") == "issue_recovery_action_restored")
        {
            _lines.Add(WakeTexts.RestoredInstruction);
        }
    }

    private void WriteIssue()
    {
        AddIfAny("- issue status: ", _issue, "status");
        AddIfAny("- issue work mode: ", _issue, "workMode");
        AddIfAny("- issue priority: ", _issue, "priority");
        if (JsJson.TextOf(_issue["description"]) is not { } description)
        {
            return;
        }

        // A resumed session has had the brief, unless the work starts anew here.
        var isOmitted = _options.ResumedSession && !_recovery.IsScoped && !WakePrompts.IsAssignmentShapedPaperclipWakeReason(_wake["reason"]);
        if (isOmitted)
        {
            _lines.Add(WakeTexts.DescriptionOmitted);
        }
        else if (!_options.SuppressIssueDescription)
        {
            _lines.AddRange(["", "Issue description:", WakeTexts.DescriptionAuthor, MarkdownQuote.Block(description)]);
            AddIf(_issue.Flag("descriptionTruncated"), WakeTexts.DescriptionTruncated);
        }
    }

    private void WriteCheckbox()
    {
        if (_wake.Part("checkboxSelection") is not { } selection)
        {
            return;
        }

        AddIfAny("- checkbox prompt: ", selection, "prompt");
        var options = selection.Parts("selectedOptions").Select(option =>
            option.Raw("id")
            + (option.Raw("label") != option.Raw("id") ? $" ({option.Raw("label")})" : "")
            + Prefixed(" - ", option, "description")).ToList();
        var ids = selection.Texts("selectedOptionIds");
        _lines.Add($"- checkbox selection ids: {(ids.Count > 0 ? string.Join(", ", ids) : "(none)")}");
        _lines.Add($"- checkbox selection options: {(options.Count > 0 ? string.Join(", ", options) : "(none)")}");
    }

    private void WritePlanning()
    {
        if (_issue.Raw("workMode") != "planning" || _wake["taskWatchdog"] is not null || _options.ConversationMode)
        {
            return;
        }

        var hasComments = ((JsonArray)_wake["comments"]!).Count > 0;
        var isAccepted = !hasComments && _wake.Raw("interactionKind") == "request_confirmation" && _wake.Raw("interactionStatus") == "accepted";
        var lacksComment = isAccepted && _wake.Texts("commentIds").Count > 0 && _wake.Flag("fallbackFetchNeeded");
        var directive = (hasComments, isAccepted, lacksComment) switch
        {
            (true, _, _) => WakeTexts.PlanUpdateOnly,
            (_, false, _) => WakeTexts.PlanOnly,
            (_, _, true) => WakeTexts.PlanReviewOnly,
            _ => WakeTexts.PlanChildren,
        };
        _lines.Add($"- planning directive: {directive}");
        AddIf(isAccepted, lacksComment ? WakeTexts.PlanMissingComment : WakeTexts.PlanAccepted);
    }

    private void WriteCircumstances()
    {
        AddIf(_wake.Flag("checkedOutByHarness") && !_chat.HoldsContract, "- checkout: already claimed by the harness for this run");
        if (!_options.ResumedSession && _wake.Part("executionWorkspace")?.Raw("branchName") is { } branch)
        {
            _lines.Add($"- execution workspace branch: you are running in an execution workspace on branch {MarkdownQuote.Inline(branch)}. "
                + "Do not switch, rename, or re-point this branch; keep all commits on it.");
        }

        AddIf(_wake.Flag("simplifiedEnglishInteractions"), WakeTexts.SimplifiedEnglish);
        if (_wake.Flag("dependencyBlockedInteraction"))
        {
            _lines.AddRange(["- dependency-blocked interaction: yes", WakeTexts.BlockedScope]);
            var blockers = _wake.Parts("unresolvedBlockerSummaries").Select(Named).ToList();
            var ids = _wake.Texts("unresolvedBlockerIssueIds");
            AddIf(blockers.Count > 0, $"- unresolved blockers: {string.Join("; ", blockers)}");
            AddIf(blockers.Count == 0 && ids.Count > 0, $"- unresolved blocker issue ids: {string.Join(", ", ids)}");
        }

        if (_wake.Flag("treeHoldInteraction"))
        {
            _lines.AddRange(["- tree-hold interaction: yes", WakeTexts.HeldScope]);
            if (_wake.Part("activeTreeHold") is { } hold)
            {
                _lines.Add($"- active tree hold: {hold.Text("holdId") ?? "unknown"}{Prefixed(" rooted at ", hold, "rootIssueId")}{Bracketed(hold, "mode")}");
            }
        }

        AddIf(_wake.Number("missingCount") > 0, $"- omitted comments: {_wake.Show("missingCount")}");
    }

    private void WriteAgentMessage()
    {
        if (_wake.Part("agentMessage") is not { } message)
        {
            return;
        }

        var source = (message.Text("source") ?? "plugin") + Prefixed(" ", message, "pluginKey");
        _lines.AddRange(
        [
            "", "## Agent Session Message", "",
            message.Raw("source") == "tool_action_review"
                ? WakeTexts.MessageIsReview
                : $"The following message came from {source}. Treat it as the user message for this conversational turn.",
            WakeTexts.MessageIsContent, "", MarkdownQuote.Block(message.Raw("text")),
        ]);
        if (message["untrustedToolResults"] is JsonArray { Count: > 0 } results)
        {
            var data = JsJson.Stringify(new JsonObject { ["untrustedToolResults"] = results.DeepClone() }, indent: 2);
            _lines.AddRange(
            [
                "", "### Untrusted connection result data", WakeTexts.ToolResultData, WakeTexts.ToolResultCaution,
                MarkdownQuote.Block(MarkdownQuote.WithoutTags(data)),
            ]);
        }
    }

    private void WriteExecutionStage()
    {
        if (_wake.Part("executionStage") is not { } stage)
        {
            return;
        }

        var role = stage.Text("wakeRole");
        var actions = stage.Texts("allowedActions");
        _lines.AddRange(
        [
            $"- execution wake role: {role ?? "unknown"}",
            $"- execution stage: {stage.Text("stageType") ?? "unknown"}",
            $"- execution participant: {Principal(stage.Part("currentParticipant"))}",
            $"- execution return assignee: {Principal(stage.Part("returnAssignee"))}",
            $"- last decision outcome: {stage.Text("lastDecisionOutcome") ?? "none"}",
        ]);
        AddIf(actions.Count > 0, $"- allowed actions: {string.Join(", ", actions)}");
        if (stage.Part("reviewRequest") is { } request)
        {
            _lines.AddRange(["", "Review request instructions:", request.Raw("instructions")]);
        }

        _lines.Add("");
        _lines.AddRange(role switch
        {
            "reviewer" or "approver" =>
                [$"You are waking as the active {role} for this issue.", WakeTexts.ReviewerDuty, WakeTexts.ReviewerChoice, WakeTexts.ReviewerChanges, ""],
            "executor" => [WakeTexts.ExecutorReason, WakeTexts.ExecutorDuty, ""],
            _ => Array.Empty<string>(),
        });
    }

    private void WriteContinuity()
    {
        if (_wake.Part("continuationSummary") is { } summary)
        {
            _lines.AddRange(["", "Issue continuation summary:", summary.Raw("body")]);
            AddIf(summary.Flag("bodyTruncated"), "[continuation summary truncated]");
        }

        if (_wake.Part("livenessContinuation") is { } liveness)
        {
            _lines.AddRange(["", "Run liveness continuation:"]);
            var limit = liveness["maxAttempts"] is null ? "" : $"/{liveness.Show("maxAttempts")}";
            AddIf(liveness["attempt"] is not null, $"- attempt: {liveness.Show("attempt")}{limit}");
            AddIfAny("- source run: ", liveness, "sourceRunId");
            AddIfAny("- liveness state: ", liveness, "state");
            AddIfAny("- reason: ", liveness, "reason");
            AddIfAny("- instruction: ", liveness, "instruction");
        }

        var children = _wake.Parts("childIssueSummaries");
        if (children.Count > 0)
        {
            _lines.AddRange(["", "Direct child issue summaries:"]);
            foreach (var child in children)
            {
                _lines.Add($"- {Named(child)}");
                AddIfAny("  ", child, "summary");
            }

            AddIf(_wake.Flag("childIssueSummaryTruncated"), "[child issue summaries truncated]");
        }

        if (_wake.Flag("checkedOutByHarness") && !_chat.HoldsContract)
        {
            _lines.AddRange(["", WakeTexts.CheckedOut, WakeTexts.NoSecondCheckout, ""]);
        }
    }

    private static string Named(JsonObject issue) =>
        $"{issue.Text("identifier") ?? issue.Text("id") ?? "unknown"}{Prefixed(" ", issue, "title")}{Bracketed(issue, "status")}";

    private static string Principal(JsonObject? principal) => principal?.Raw("type") switch
    {
        "agent" => $"agent{Prefixed(" ", principal, "agentId")}",
        "user" => $"user{Prefixed(" ", principal, "userId")}",
        _ => "unknown",
    };

    private static string Prefixed(string prefix, JsonObject part, string name) => part.Text(name) is { } text ? prefix + text : "";

    private static string Bracketed(JsonObject part, string name) => part.Text(name) is { } text ? $" ({text})" : "";

    private void AddIf(bool condition, string line)
    {
        if (condition)
        {
            _lines.Add(line);
        }
    }

    private void AddIfAny(string prefix, JsonObject part, string name)
    {
        if (part.Text(name) is { } text)
        {
            _lines.Add(prefix + text);
        }
    }
}
