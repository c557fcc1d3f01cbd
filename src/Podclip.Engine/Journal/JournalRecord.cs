namespace Podclip.Engine.Journal;

/// <summary>One record of a run's journal.</summary>
/// <param name="Sequence">Counts from 1 without gaps.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Timestamp">RFC 3339: the runtime's own for output, ours for the rest.</param>
/// <param name="Hash">For output, the hash of the line as the container wrote it, before redaction: what a resumed stream is matched by.</param>
/// <param name="Payload">The content. Valid until the next record is asked for.</param>
internal readonly record struct JournalRecord(long Sequence, JournalKind Kind, string Timestamp, ulong Hash, ReadOnlyMemory<byte> Payload);
