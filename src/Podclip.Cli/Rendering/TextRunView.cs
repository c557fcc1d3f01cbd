using Podclip.Agents.Transcripts;
using Podclip.Cli.Terminal;
using Podclip.Engine;

namespace Podclip.Cli.Rendering;

/// <summary>Shows a run to a person: what it waits for, the transcript as readable lines, then what it came to.</summary>
internal sealed class TextRunView : IRunView
{
    private readonly ITerminal _terminal;
    private readonly StatusLine _status;
    private readonly TerminalFormatter _formatter;
    private RunPhase? _phase;
    private string? _last;

    public TextRunView(ITerminal terminal, TimeProvider timeProvider)
    {
        _terminal = terminal;
        _status = new StatusLine(terminal, timeProvider);
        _formatter = new TerminalFormatter(terminal.OutIsTerminal && terminal.AllowsColor);
    }

    public void Show(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.PhaseChanged(var phase, var detail):
                ShowPhase(phase, detail);
                break;
            case RunEvent.Entry(var entry):
                ShowEntry(entry);
                break;
            case RunEvent.Gap(var reason):
                Say($"output may be missing here: {Printable.Line(reason)}");
                break;
            case RunEvent.Notice(var text):
                foreach (var line in text.Split('\n'))
                {
                    Say(Printable.Line(line));
                }

                break;
            case RunEvent.Finished(var result):
                _status.Set(null, restart: false);
                RunSummary.Write(TerminalConsole.ForError(_terminal), result);
                break;
            default:
                throw new InvalidOperationException($"Unknown event {runEvent.GetType().Name}.");
        }
    }

    public void Say(string text) => _status.Write(() => _terminal.Error.WriteLine($"podclip: {text}"));

    public void Dispose() => _status.Dispose();

    private void ShowPhase(RunPhase phase, string detail)
    {
        if (phase == _phase && detail.Length == 0)
        {
            return; // it says less than what is shown
        }

        var text = PhaseText.Of(phase, detail);
        _status.Set(phase is RunPhase.Finished ? null : text, restart: phase != _phase);
        _phase = phase;

        // Without a terminal each step leaves a line, so that a log tells where the time went.
        if (!_status.IsLive && text != _last && phase is not RunPhase.Finished)
        {
            Say(text);
        }

        _last = text;
    }

    private void ShowEntry(TranscriptEntry entry)
    {
        var lines = _formatter.Format(entry);
        if (lines.Count > 0)
        {
            _status.Write(() =>
            {
                foreach (var line in lines)
                {
                    _terminal.Out.WriteLine(line);
                }
            });
        }
    }
}
