using System.Text.Json.Serialization;

namespace Podclip.LocalCluster.Faults;

/// <summary>What can happen to a request, a watch or a log.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Delay), "delay")]
[JsonDerivedType(typeof(Refuse), "refuse")]
[JsonDerivedType(typeof(Reset), "reset")]
[JsonDerivedType(typeof(LoseAnswer), "loseAnswer")]
[JsonDerivedType(typeof(Hang), "hang")]
[JsonDerivedType(typeof(Duplicate), "duplicate")]
[JsonDerivedType(typeof(GoAway), "goAway")]
[JsonDerivedType(typeof(Cut), "cut")]
[JsonDerivedType(typeof(Silence), "silence")]
[JsonDerivedType(typeof(Expire), "expire")]
[JsonDerivedType(typeof(LoseLines), "loseLines")]
[JsonDerivedType(typeof(RepeatLines), "repeatLines")]
public abstract record RequestFaultAction
{
    private RequestFaultAction()
    {
    }

    /// <summary>Answers late.</summary>
    /// <param name="Milliseconds">How late at least.</param>
    /// <param name="JitterMilliseconds">How much later at most.</param>
    public sealed record Delay(int Milliseconds, int JitterMilliseconds = 0) : RequestFaultAction;

    /// <summary>Refuses: 429 and 503 are an API server that is busy or restarts, 500 one that lost its etcd's leader, 403 an admission that says no.</summary>
    /// <param name="Status">The HTTP status, 400 to 599.</param>
    /// <param name="RetryAfterSeconds">The header of that name; null for none.</param>
    /// <param name="Message">What is said; null for words that fit the status.</param>
    public sealed record Refuse(int Status, int? RetryAfterSeconds = null, string? Message = null) : RequestFaultAction;

    /// <summary>Cuts the connection's stream before the request is looked at.</summary>
    public sealed record Reset : RequestFaultAction;

    /// <summary>Does what is asked and then cuts the stream: who asked cannot know.</summary>
    public sealed record LoseAnswer : RequestFaultAction;

    /// <summary>Never answers, and leaves the connection open.</summary>
    public sealed record Hang : RequestFaultAction;

    /// <summary>Does what is asked twice, and answers the second time: a request that a proxy sent again.</summary>
    public sealed record Duplicate : RequestFaultAction;

    /// <summary>Answers, and tells the client to open another connection (GOAWAY, or <c>Connection: close</c>).</summary>
    public sealed record GoAway : RequestFaultAction;

    /// <summary>Cuts an answer, watch or log in the middle; whichever comes first.</summary>
    /// <param name="AfterMilliseconds">After so long; null for no such limit.</param>
    /// <param name="AfterBytes">After so many bytes; null for no such limit.</param>
    public sealed record Cut(int? AfterMilliseconds = null, long? AfterBytes = null) : RequestFaultAction;

    /// <summary>Sends nothing more and leaves the connection open: a half-open socket.</summary>
    /// <param name="AfterBytes">After so many bytes.</param>
    public sealed record Silence(long AfterBytes = 0) : RequestFaultAction;

    /// <summary>Ends a watch with the event of a version that is too old (410).</summary>
    /// <param name="AfterEvents">After so many events.</param>
    public sealed record Expire(int AfterEvents = 0) : RequestFaultAction;

    /// <summary>Leaves out the first lines of a log that is read on (<c>sinceTime</c>), as after a rotation.</summary>
    /// <param name="Lines">How many.</param>
    public sealed record LoseLines(int Lines = 1) : RequestFaultAction;

    /// <summary>Begins a log that is read on (<c>sinceTime</c>) earlier than asked.</summary>
    /// <param name="Seconds">How much earlier.</param>
    public sealed record RepeatLines(int Seconds = 5) : RequestFaultAction;
}
