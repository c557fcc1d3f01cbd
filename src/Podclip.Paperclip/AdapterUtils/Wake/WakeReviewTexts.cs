namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>What a wake says of annotations. Paperclip's own wording, which agents are tuned to: its MIT-licensed adapter-utils 2026.916.1 prints it, and the port must print the same.</summary>
internal static class WakeReviewTexts
{
    public const string AnnotationsAreFeedback = "These direct annotation deltas are user feedback tied to plan text.";

    public const string PlanAnnotations = "These open plan annotations are user feedback. Resolved annotations were intentionally omitted.";

    public const string PlanReadFirst = "Read this before revising the plan or acting on an accepted plan.";

    public const string PlanRejected =
        "The user requested changes to this plan. Revise it using the feedback below; this is not approval to implement or hand off "
        + "execution tasks. In Ask mode, discuss the requested changes without mutating documents or tasks.";

    public const string DocumentAnnotations = "These open annotations are grouped by issue document. Resolved annotations were intentionally omitted.";

    public const string DocumentScope =
        "Scope: a document annotation authorizes document edits and thread replies only; propose a child issue before making code "
        + "changes.";

    public const string DocumentSnapshots =
        "For snapshot documents such as QA evidence and run summaries, prefer replying and resolving the thread over rewriting the "
        + "snapshot.";
}
