using System.Text;
using Spectre.Console;

namespace Podclip.Cli.Terminal;

/// <summary>Spectre's console on top of a terminal's writers.</summary>
internal static class TerminalConsole
{
    /// <summary>Draws tables and coloured text on standard output.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <returns>The console.</returns>
    public static IAnsiConsole ForOut(ITerminal terminal) => Create(terminal, terminal.Out, terminal.OutIsTerminal);

    /// <summary>Draws tables and coloured text on standard error.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <returns>The console.</returns>
    public static IAnsiConsole ForError(ITerminal terminal) => Create(terminal, terminal.Error, terminal.ErrorIsTerminal);

    private static IAnsiConsole Create(ITerminal terminal, TextWriter writer, bool isTerminal)
    {
        var color = isTerminal && terminal.AllowsColor;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new Output(writer, isTerminal, isTerminal ? terminal.Width : UnlimitedWidth),
        });
        return console;
    }

    // Text that goes to a file or a program is not wrapped.
    private const int UnlimitedWidth = 4096;

    private sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer { get; } = writer;

        public bool IsTerminal { get; } = isTerminal;

        public int Width { get; } = width;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
