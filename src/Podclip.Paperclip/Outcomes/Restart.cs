namespace Podclip.Paperclip.Outcomes;

/// <summary>What the host may do by itself after a run; it repeats nothing that the result does not vouch for (paperclip-server, 2026.916.1).</summary>
public enum Restart
{
    /// <summary>Nothing: there is nothing to repeat, or nobody knows what the agent did, or it may still be at work.</summary>
    Never,

    /// <summary>
    /// Start anew: no model has begun to answer. The result carries the evidence <c>bootstrap</c>; whether the host starts again by itself,
    /// and when, is decided by the error family.
    /// </summary>
    Anew,

    /// <summary>
    /// Go on in the same session: the agent has stopped, and its session is kept. The result carries <c>conversationContinuation</c>, by which
    /// the host tries twice, 30 s apart, and keeps the issue open to comments. As <see cref="Anew"/> where nothing can have been done yet.
    /// </summary>
    Resume,

    /// <summary>
    /// Nothing, as somebody cancelled the run; but the issue goes on: the result acknowledges the cancellation and carries the evidence
    /// <c>interrupted</c>, or <c>bootstrap</c> where nothing can have been done yet.
    /// </summary>
    Cancelled,
}
