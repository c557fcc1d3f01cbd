using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Cli.Terminal;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;

namespace Podclip.Cli.Commands.Adapter;

/// <summary>Writes what a run tells its host as one line of JSON each: <c>{"on":"log","stream":"stdout","chunk":"…"}</c>, in the end <c>{"result":{…}}</c>.</summary>
/// <param name="terminal">Where to.</param>
internal sealed class CallbackLines(ITerminal terminal) : IAdapterCallbacks
{
    public ValueTask RunAsync(ExecutionRun run) => WriteAsync("run", new JsonObject { ["runId"] = run.RunId, ["namespace"] = run.Namespace, ["job"] = run.Job });

    public void At(long sequence)
    {
        // Nobody goes on with what a command told.
    }

    public ValueTask LogAsync(LogStream stream, string chunk) => WriteAsync("log", new JsonObject
    {
        ["stream"] = stream is LogStream.Stdout ? "stdout" : "stderr",
        ["chunk"] = chunk,
    });

    public ValueTask MetaAsync(AdapterInvocationMeta meta) => WriteAsync("meta", new JsonObject { ["meta"] = JsonSerializer.SerializeToNode(meta, PaperclipJson.Plain.AdapterInvocationMeta) });

    public ValueTask EventAsync(AdapterRuntimeEvent adapterEvent) =>
        WriteAsync("event", new JsonObject { ["event"] = JsonSerializer.SerializeToNode(adapterEvent, PaperclipJson.Plain.AdapterRuntimeEvent) });

    public ValueTask ProgressAsync(AdapterRuntimeProgress progress) =>
        WriteAsync("progress", new JsonObject { ["progress"] = JsonSerializer.SerializeToNode(progress, PaperclipJson.Plain.AdapterRuntimeProgress) });

    public ValueTask DispatchAsync() => WriteAsync("dispatch", []);

    /// <summary>The result; the last line.</summary>
    public Task WriteResultAsync(AdapterExecutionResult result) =>
        terminal.Out.WriteLineAsync($$"""{"result":{{JsonSerializer.Serialize(result, PaperclipJson.Plain.AdapterExecutionResult)}}}""");

    private async ValueTask WriteAsync(string on, JsonObject members)
    {
        members.Insert(0, "on", on);
        await terminal.Out.WriteLineAsync(members.ToJsonString(PaperclipJson.Plain.Options));
        await terminal.Out.FlushAsync();
    }
}
