using System.Text.Json;
using Podclip.Cli.Terminal;
using Podclip.Engine;

namespace Podclip.Cli.Rendering;

/// <summary>Prints the result object alone; what the run waits for is shown on a terminal only.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class JsonRunView(ITerminal terminal, TimeProvider timeProvider) : IRunView
{
    private readonly StatusLine _status = new(terminal, timeProvider);
    private RunPhase? _phase;

    public void Show(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.PhaseChanged(var phase, var detail):
                _status.Set(phase is RunPhase.Finished ? null : PhaseText.Of(phase, detail), restart: phase != _phase);
                _phase = phase;
                break;
            case RunEvent.Entry:
                break;
            case RunEvent.Gap(var reason):
                Say($"output may be missing: {Printable.Line(reason)}");
                break;
            case RunEvent.Notice(var text):
                foreach (var line in text.Split('\n'))
                {
                    Say(Printable.Line(line));
                }

                break;
            case RunEvent.Finished(var result):
                _status.Set(null, restart: false);
                terminal.Out.WriteLine(JsonSerializer.Serialize(result, EngineJson.Readable.RunResult));
                break;
            default:
                throw new InvalidOperationException($"Unknown event {runEvent.GetType().Name}.");
        }
    }

    public void Say(string text) => _status.Write(() => terminal.Error.WriteLine($"podclip: {text}"));

    public void Dispose() => _status.Dispose();
}
