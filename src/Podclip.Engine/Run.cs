using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Podclip.Agents;
using Podclip.Engine.Journal;

namespace Podclip.Engine;

/// <summary>A run under way or finished.</summary>
public sealed class Run
{
    private readonly IAgent _agent;
    private readonly JournalReader _journal;
    private readonly Action _cancel;

    internal Run(RunRecord record, IAgent agent, JournalReader journal, Action cancel, Task<RunResult> completion)
    {
        Record = record;
        _agent = agent;
        _journal = journal;
        _cancel = cancel;
        Completion = completion;
    }

    /// <summary>The run's id.</summary>
    public string Id => Record.RunId;

    /// <summary>The run's record.</summary>
    public RunRecord Record { get; }

    /// <summary>The result, when the run is over; cancelled when the engine let go of the run before.</summary>
    public Task<RunResult> Completion { get; }

    /// <summary>Replays the journal after <paramref name="after"/> and goes on live; ends with <see cref="RunEvent.Finished"/>.</summary>
    /// <param name="after">The last sequence number already seen; 0 for all.</param>
    /// <param name="cancellationToken">Ends the enumeration, not the run.</param>
    /// <returns>The events.</returns>
    public async IAsyncEnumerable<RunEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The reader needs the lines before the cursor too: an event may explain a later one.
        var reader = _agent.CreateReader();
        await foreach (var record in FollowRecordsAsync(cancellationToken))
        {
            if (record.Kind is JournalKind.Line or JournalKind.Partial)
            {
                foreach (var entry in reader.Read(record.Payload.Span))
                {
                    if (record.Sequence > after)
                    {
                        yield return new RunEvent.Entry(entry) { Sequence = record.Sequence, Time = TimeOf(record) };
                    }
                }
            }
            else if (record.Sequence > after && Translate(record) is { } told)
            {
                yield return told;
            }
        }
    }

    /// <summary>The same with the agent's lines as they were printed, secrets blanked out, for those who hand them on.</summary>
    /// <param name="after">The last sequence number already seen; 0 for all.</param>
    /// <param name="cancellationToken">Ends the enumeration, not the run.</param>
    /// <returns>The events; no <see cref="RunEvent.Entry"/> among them.</returns>
    public async IAsyncEnumerable<RunEvent> FollowLinesAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in FollowRecordsAsync(cancellationToken))
        {
            if (record.Sequence <= after)
            {
                continue;
            }

            if (record.Kind is JournalKind.Line or JournalKind.Partial)
            {
                yield return new RunEvent.Line(record.Payload) { Sequence = record.Sequence, Time = TimeOf(record) };
            }
            else if (Translate(record) is { } told)
            {
                yield return told;
            }
        }
    }

    /// <summary>
    /// Asks the agent to stop (TERM, grace, KILL), whichever process drives the run; the result then says cancelled once the pod is gone.
    /// A second call ends the grace.
    /// </summary>
    public void Cancel() => _cancel();

    private async IAsyncEnumerable<JournalRecord> FollowRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var whileDriven = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = StopWhenAbandoned(whileDriven);
        await using var records = _journal.FollowAsync(0, whileDriven.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await MoveNextAsync(records, cancellationToken))
        {
            yield return records.Current;
        }
    }

    // A run whose driver failed or let go writes no end record; its followers must not wait for one.
    private CancellationTokenRegistration StopWhenAbandoned(CancellationTokenSource whileDriven)
    {
        var abandoned = new CancellationTokenSource();
        _ = Completion.ContinueWith(
            _ => abandoned.Cancel(),
            CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return abandoned.Token.Register(static state => ((CancellationTokenSource)state!).Cancel(), whileDriven);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<JournalRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Completion;
            throw;
        }
    }

    private static RunEvent? Translate(JournalRecord record)
    {
        var text = Encoding.UTF8.GetString(record.Payload.Span);
        return record.Kind switch
        {
            JournalKind.Phase => PhaseOf(text) with { Sequence = record.Sequence, Time = TimeOf(record) },
            JournalKind.Gap => new RunEvent.Gap(text) { Sequence = record.Sequence, Time = TimeOf(record) },
            JournalKind.Notice => new RunEvent.Notice(text) { Sequence = record.Sequence, Time = TimeOf(record) },
            JournalKind.End => new RunEvent.Finished(JsonSerializer.Deserialize(text, EngineJson.Default.RunResult)!)
            {
                Sequence = record.Sequence,
                Time = TimeOf(record),
            },
            JournalKind.Marker or JournalKind.Line or JournalKind.Partial => null,
            _ => throw new InvalidOperationException($"Unknown journal kind {record.Kind}."),
        };
    }

    private static RunEvent.PhaseChanged PhaseOf(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return new RunEvent.PhaseChanged((RunPhase)int.Parse(text[..space], CultureInfo.InvariantCulture), text[(space + 1)..])
        {
            Sequence = 0,
            Time = default,
        };
    }

    private static DateTimeOffset TimeOf(JournalRecord record) =>
        DateTimeOffset.TryParse(record.Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
}
