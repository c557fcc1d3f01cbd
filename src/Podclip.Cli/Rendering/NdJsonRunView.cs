using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Podclip.Agents.Transcripts;
using Podclip.Cli.Terminal;
using Podclip.Engine;

namespace Podclip.Cli.Rendering;

/// <summary>
/// Prints one JSON object a line, each with a <c>kind</c>: the transcript's entries as they come, <c>gap</c> where output may be
/// missing, and last <c>run_result</c>, which has the members of the result object.
/// </summary>
/// <param name="terminal">The terminal.</param>
internal sealed class NdJsonRunView(ITerminal terminal) : IRunView
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Show(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.PhaseChanged:
                break;
            case RunEvent.Entry(var entry):
                WriteLine(TranscriptJson.ToLine(entry, runEvent.Sequence, runEvent.Time));
                break;
            case RunEvent.Gap(var reason):
                WriteObject("gap", runEvent, writer => writer.WriteString("reason", reason));
                break;
            case RunEvent.Notice(var text):
                Say(Printable.Line(text));
                break;
            case RunEvent.Finished(var result):
                WriteObject("run_result", runEvent, writer => WriteMembers(writer, result));
                break;
            default:
                throw new InvalidOperationException($"Unknown event {runEvent.GetType().Name}.");
        }
    }

    public void Say(string text) => terminal.Error.WriteLine($"podclip: {text}");

    public void Dispose()
    {
    }

    private void WriteObject(string kind, RunEvent runEvent, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", runEvent.Sequence);
            writer.WriteString("time", runEvent.Time.UtcDateTime);
            writer.WriteString("kind", kind);
            members(writer);
            writer.WriteEndObject();
        }

        WriteLine(buffer.WrittenSpan);
    }

    private static void WriteMembers(Utf8JsonWriter writer, RunResult result)
    {
        using var document = JsonSerializer.SerializeToDocument(result, EngineJson.Readable.RunResult);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }

    private void WriteLine(ReadOnlySpan<byte> line) => terminal.Out.WriteLine(Encoding.UTF8.GetString(line));
}
