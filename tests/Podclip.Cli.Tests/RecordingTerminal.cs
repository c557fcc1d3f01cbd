using Podclip.Cli.Terminal;

namespace Podclip.Cli.Tests;

/// <summary>A terminal that keeps what it is told, and is interrupted on request.</summary>
internal sealed class RecordingTerminal : ITerminal
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private Action? _interrupted;

    public TextWriter Out => _out;

    public TextWriter Error => _error;

    public string Output => _out.ToString();

    public string Talk => _error.ToString();

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool AllowsColor { get; init; }

    public int Width => 100;

    public byte[] Input { get; init; } = [];

    public Stream OpenInput() => new MemoryStream(Input);

    public IDisposable OnInterrupt(Action interrupted)
    {
        _interrupted = interrupted;
        return new Registration(this);
    }

    public void Interrupt() => (_interrupted ?? throw new InvalidOperationException("Nobody listens for an interrupt."))();

    private sealed class Registration(RecordingTerminal terminal) : IDisposable
    {
        public void Dispose() => terminal._interrupted = null;
    }
}
