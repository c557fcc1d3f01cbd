using System.Runtime.InteropServices;
using System.Text;

namespace Podclip.Cli.Terminal;

/// <summary>The console of this process.</summary>
internal sealed class SystemTerminal : ITerminal, IDisposable
{
    public SystemTerminal(Func<string, string?> environment)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Out = new StreamWriter(System.Console.OpenStandardOutput(), utf8, bufferSize: 16 * 1024) { AutoFlush = true };
        Error = new StreamWriter(System.Console.OpenStandardError(), utf8) { AutoFlush = true };
        AllowsColor = string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public bool OutIsTerminal => !System.Console.IsOutputRedirected;

    public bool ErrorIsTerminal => !System.Console.IsErrorRedirected;

    public bool InputIsTerminal => !System.Console.IsInputRedirected;

    public bool AllowsColor { get; }

    public int Width
    {
        get
        {
            if (!OutIsTerminal && !ErrorIsTerminal)
            {
                return 80;
            }

            var width = System.Console.WindowWidth;
            return width > 20 ? width : 80;
        }
    }

    public Stream OpenInput() => System.Console.OpenStandardInput();

    public IDisposable OnInterrupt(Action interrupted)
    {
        return new Registrations([.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Handle))]);

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true; // the process must not end by itself: a run may have to be stopped first
            interrupted();
        }
    }

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    private sealed class Registrations(IReadOnlyList<PosixSignalRegistration> registrations) : IDisposable
    {
        public void Dispose()
        {
            foreach (var registration in registrations)
            {
                registration.Dispose();
            }
        }
    }
}
