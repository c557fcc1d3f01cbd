using System.Text.Json;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;

namespace Podclip.Daemon.Runs;

/// <summary>
/// Writes what a run tells its host into its events. A run that is followed anew after a crash tells everything from its beginning: what is
/// among the events already, by its place in the run's journal, is left out.
/// </summary>
/// <param name="events">The events.</param>
/// <param name="onRun">Told which run of the engine the output comes from; must have kept it when it returns.</param>
/// <param name="time">The clock.</param>
internal sealed class RunRecorder(EventLog events, Action<ExecutionRun> onRun, TimeProvider time) : IAdapterCallbacks
{
    private readonly EventPosition _told = events.Position;
    private EventPosition _now = EventPosition.Start;

    public ValueTask RunAsync(ExecutionRun run)
    {
        onRun(run);
        _now = new EventPosition(run.RunId, 0, 0);
        return AppendAsync("run", writer =>
        {
            writer.WriteStartObject("run"u8);
            writer.WriteString("runId"u8, run.RunId);
            writer.WriteString("namespace"u8, run.Namespace);
            writer.WriteString("job"u8, run.Job);
            writer.WriteEndObject();
        });
    }

    public void At(long sequence) => _now = _now with { Record = sequence, Count = 0 };

    public ValueTask LogAsync(LogStream stream, string chunk) => AppendAsync("log", writer =>
    {
        writer.WriteString("stream"u8, stream is LogStream.Stdout ? "stdout"u8 : "stderr"u8);
        writer.WriteString("text"u8, chunk);
    });

    public ValueTask MetaAsync(AdapterInvocationMeta meta) => AppendAsync("meta", writer =>
    {
        writer.WritePropertyName("meta"u8);
        JsonSerializer.Serialize(writer, meta, PaperclipJson.Plain.AdapterInvocationMeta);
    });

    public ValueTask EventAsync(AdapterRuntimeEvent adapterEvent) => AppendAsync("event", writer =>
    {
        writer.WritePropertyName("event"u8);
        JsonSerializer.Serialize(writer, adapterEvent, PaperclipJson.Plain.AdapterRuntimeEvent);
    });

    public ValueTask ProgressAsync(AdapterRuntimeProgress progress) => AppendAsync("progress", writer =>
    {
        writer.WritePropertyName("progress"u8);
        JsonSerializer.Serialize(writer, progress, PaperclipJson.Plain.AdapterRuntimeProgress);
    });

    public ValueTask DispatchAsync() => AppendAsync("dispatch", static _ => { });

    /// <summary>The result: the last event.</summary>
    public void Finish(AdapterExecutionResult result)
    {
        _now = _now with { Count = _now.Count + 1 };
        events.Append(
            sequence => EventLine.Write(sequence, time.GetUtcNow(), EventLine.ResultType, _now, writer =>
            {
                writer.WritePropertyName("result"u8);
                JsonSerializer.Serialize(writer, result, PaperclipJson.Plain.AdapterExecutionResult);
            }),
            _now,
            isResult: true);
    }

    private ValueTask AppendAsync(string type, Action<Utf8JsonWriter> writeMembers)
    {
        _now = _now with { Count = _now.Count + 1 };
        if (!IsTold())
        {
            events.Append(sequence => EventLine.Write(sequence, time.GetUtcNow(), type, _now, writeMembers), _now);
        }

        return ValueTask.CompletedTask;
    }

    // What comes before a run was told when the run was.
    private bool IsTold() => _now.RunId is null
        ? _told.RunId is not null || _now.Count <= _told.Count
        : _now.RunId == _told.RunId && (_now.Record < _told.Record || (_now.Record == _told.Record && _now.Count <= _told.Count));
}
