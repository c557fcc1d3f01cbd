namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>The contract of a turn in a chat outside the host. Paperclip's own wording, which agents are tuned to: its MIT-licensed adapter-utils 2026.916.1 prints it, and the port must print the same.</summary>
internal static class ExternalChatTexts
{
    public const string ContextFirst = "Use the supplied task and wake context before considering tools.";

    public const string ReadBatch =
        "Read the complete bound comment batch before answering it in order; do not omit any request or preface the answer with an "
        + "acknowledgment or a description of your next action.";

    public const string AnswerBatch =
        "Answer the pending comments directly, in order. You may combine the reply, but do not omit any request or preface the answer "
        + "with an acknowledgment or a description of your next action.";

    public const string ReadThroughReader =
        "The inline comment batch is incomplete. Before answering, call `read_current_wake_comments` without a cursor, then pass each "
        + "returned `nextCursor` until `complete` is true. That closed reader exposes only the exact comments accepted for this run. "
        + "Attachment entries marked `metadata_only` are not readable bytes; state that limitation instead of inferring their contents.";

    public const string AnswerAfterReading =
        "After the complete read, answer every accepted comment in order. Make zero other Paperclip API calls: do not fetch broader task "
        + "history, inbox, status, artifacts, workspace, or provider connections; do not post progress or completion comments; do not "
        + "write task status; and do not check out the issue again.";

    public const string AnswerDirectly =
        "For a self-contained text request, answer directly from the supplied task and wake context. Make zero Paperclip API calls: do "
        + "not refetch the issue, inbox, status, artifacts, workspace, or provider connections; do not post progress or completion "
        + "comments; do not write task status; and do not check out the issue again.";

    public const string HarnessOwnsState =
        "The harness owns task state and persists your final assistant response. If the runtime offers a semantic completion operation, "
        + "emit exactly one semantic completion and do not duplicate that response in a Paperclip comment or status update.";

    public const string SummaryIsAnswer =
        "The semantic completion summary is the user-visible final answer. Include every requested answer, exact value, description, and "
        + "any actionable file-access or delivery limitation there; a statement that you read, checked, or prepared something is not a "
        + "substitute. Private progress commentary is not delivered as the final answer.";

    public const string NoRoutineStatus =
        "In a normal successful answer, omit routine file-preparation, unconfirmed-delivery, and waiting-for-next-message status; end "
        + "after the requested content or a neutral file label. Report a genuine failure or required user action plainly, without claiming "
        + "a delivery that has not been confirmed.";

    public const string UseAnswer =
        "Use the authoritative answer below to complete the original request; do not repeat or re-ask the resolved question. Preserve "
        + "the original request's exact-output constraints literally. Put the requested result, including the chosen value, in the "
        + "semantic completion summary—not an acknowledgment that the answer was received or that the task was updated.";

    public const string AnswerResolvesOnlyThat =
        "This answer resolves only the named question, not a separate approval or completion review. Report the work disposition "
        + "truthfully in the semantic control fields; do not change task status, clear a review, or manufacture a new wait or monitor to "
        + "force a reply. Paperclip independently preserves genuine pending review gates.";

    public const string KeepOpen =
        "If the user explicitly asks to keep this current chat task open and wait for their next provider message without scheduling "
        + "more work, report `yielded` with continuation kind `response_wake`; do not report `done`. Use that wait only after completing "
        + "this turn's requested response, and never use it to defer unfinished work or for an ordinary completed request. Paperclip "
        + "independently verifies the current chat binding before preserving the task.";

    public const string FilesAndAuthority =
        "When the request genuinely requires files, investigation, external access, or mutations, use the appropriate tools and complete "
        + "every required permission, approval, execution-policy, containment, budget, pause/cancel, and company-boundary check. This "
        + "response shortcut grants no new authority.";

    public const string Concise =
        "Keep the final response concise and provider-facing. Do not narrate Paperclip workflow, checkout, status, or completion "
        + "bookkeeping. Keep wait and review dispositions in the semantic control fields rather than appending status boilerplate to the "
        + "answer. Mention task state only when the user asks about it or must act on a real blocker.";

    public const string FilesAsAttachments =
        "A successful file-preparation receipt means the file is saved on the Paperclip task and selected for final-response delivery. "
        + "The transport can attempt a native attachment, but this receipt does not confirm that attempt or its delivery. After successful "
        + "preparation, lead with the requested answer and optionally a short file label, such as 'Original cat photo'. Preparation is a "
        + "normal handoff, not a delivery failure: keep receipt fields and unconfirmed-delivery caveats out of the normal final reply; do "
        + "not claim it was sent, attached, or displayed without a separate confirmed provider-delivery receipt. If a tool reports an "
        + "actual failure, say what failed and the next action needed; do not hide it.";

    public const string ContinueRequest = "Continue the original provider request using the newly resolved answer or confirmation.";

    public const string ObeyOutputConstraints =
        "Preserve and obey the original source comment's formatting and exact-output constraints literally. If it requests exact text or "
        + "a token only, the externally visible response must contain exactly that and nothing else.";

    public const string ToolsWithoutNarration =
        "Use internal Paperclip tools to satisfy the task lifecycle, including marking the task done when its requested work is "
        + "complete. Exact-output constraints apply to provider-visible prose, not necessary internal tool calls; perform those calls "
        + "without narrating them.";

    public const string NoNarration =
        "Do not narrate answer receipt, interaction IDs, Paperclip workflow, delegation, task status, or closure unless the original "
        + "user explicitly requested it.";
}
