using System.Runtime.CompilerServices;

namespace Podclip.Engine.Journal;

/// <summary>Reads a journal from any record on, and goes on live until its end record.</summary>
/// <param name="directory">The run's folder.</param>
/// <param name="signal">Wakes the reader when the writer is in this process; null to look again from time to time.</param>
/// <param name="time">The clock.</param>
internal sealed class JournalReader(string directory, JournalSignal? signal, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>The records after <paramref name="after"/> that are there now.</summary>
    public IEnumerable<JournalRecord> Read(long after)
    {
        foreach (var (_, path) in SegmentsAfter(after))
        {
            using var reader = new JournalSegmentReader(path);
            while (reader.TryRead(out var record))
            {
                if (record.Sequence > after)
                {
                    yield return record;
                }
            }
        }
    }

    /// <summary>The records after <paramref name="after"/>, waiting for more until the end record came.</summary>
    public async IAsyncEnumerable<JournalRecord> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JournalSegmentReader? reader = null;
        long? open = null;
        try
        {
            while (true)
            {
                var appended = signal?.Next ?? Task.Delay(LookAgain, time, cancellationToken);
                var progressed = false;
                foreach (var (first, path) in SegmentsAfter(after))
                {
                    if (open != first)
                    {
                        reader?.Dispose();
                        reader = new JournalSegmentReader(path);
                        open = first;
                    }

                    while (reader!.TryRead(out var record))
                    {
                        progressed = true;
                        if (record.Sequence <= after)
                        {
                            continue;
                        }

                        after = record.Sequence;
                        yield return record;
                        if (record.Kind == JournalKind.End)
                        {
                            yield break;
                        }
                    }
                }

                if (!progressed)
                {
                    await appended.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            reader?.Dispose();
        }
    }

    // A segment matters if the next one does not begin at or before the first record wanted.
    private IEnumerable<(long First, string Path)> SegmentsAfter(long after)
    {
        var segments = JournalSegments.List(directory);
        for (var i = 0; i < segments.Count; i++)
        {
            if (i + 1 == segments.Count || segments[i + 1].First > after + 1)
            {
                yield return segments[i];
            }
        }
    }
}
