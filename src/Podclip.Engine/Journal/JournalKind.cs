namespace Podclip.Engine.Journal;

/// <summary>What a journal record holds.</summary>
internal enum JournalKind
{
    /// <summary>A whole line of the container's output.</summary>
    Line,

    /// <summary>The container's last words without a line end, or a piece of an endless line.</summary>
    Partial,

    /// <summary>An end marker: the payload is the agent's exit code. Not part of the transcript.</summary>
    Marker,

    /// <summary>Output may be missing here; the payload says why.</summary>
    Gap,

    /// <summary>The run entered a phase: <c>phase detail</c>.</summary>
    Phase,

    /// <summary>Something a user should know.</summary>
    Notice,

    /// <summary>The run is over; the payload is the result as JSON. Always the last record.</summary>
    End,
}
