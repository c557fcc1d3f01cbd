using Podclip.Cli.Running;
using Podclip.Cli.Terminal;

namespace Podclip.Cli.Rendering;

/// <summary>
/// One line at the foot of the terminal that says what is going on and for how long. Everything else that writes to the terminal
/// goes through <see cref="Write"/>, which takes the line away meanwhile.
/// </summary>
internal sealed class StatusLine : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string ClearLine = "\r\e[K";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(120);

    private readonly Lock _gate = new();
    private readonly ITerminal _terminal;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer? _timer;
    private string? _text;
    private long _since;
    private int _frame;
    private bool _isShown;

    /// <summary>A line on standard error; where that is no terminal, nothing is ever shown.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="timeProvider">The clock.</param>
    public StatusLine(ITerminal terminal, TimeProvider timeProvider)
    {
        _terminal = terminal;
        _timeProvider = timeProvider;
        IsLive = terminal.ErrorIsTerminal && terminal.AllowsColor;
        _timer = IsLive ? timeProvider.CreateTimer(_ => Draw(), null, Step, Step) : null;
    }

    /// <summary>Whether there is a terminal to draw on.</summary>
    public bool IsLive { get; }

    /// <summary>Says what is going on from now on.</summary>
    /// <param name="text">The text, harmless for a terminal; null for nothing.</param>
    /// <param name="restart">Whether the time counts from now.</param>
    public void Set(string? text, bool restart)
    {
        lock (_gate)
        {
            _text = text;
            if (restart)
            {
                _since = _timeProvider.GetTimestamp();
            }

            Clear();
        }

        Draw();
    }

    /// <summary>Writes something else.</summary>
    /// <param name="write">Writes whole lines.</param>
    public void Write(Action write)
    {
        lock (_gate)
        {
            Clear();
            write();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer?.Dispose();
        Set(null, restart: false);
    }

    private void Draw()
    {
        if (!IsLive)
        {
            return;
        }

        lock (_gate)
        {
            if (_text is null)
            {
                return;
            }

            // A full line would wrap, and could not be taken away; of a long one the time is kept.
            var time = $" · {Duration.Show(_timeProvider.GetElapsedTime(_since).TotalSeconds)}";
            var room = _terminal.Width - 3 - time.Length;
            var text = _text.Length <= room ? _text : _text[..Math.Max(0, room - 1)] + "…";
            _terminal.Error.Write($"{ClearLine}{Frames[_frame++ % Frames.Length]} {text}{time}");
            _terminal.Error.Flush();
            _isShown = true;
        }
    }

    private void Clear()
    {
        if (_isShown)
        {
            _terminal.Error.Write(ClearLine);
            _terminal.Error.Flush();
            _isShown = false;
        }
    }
}
