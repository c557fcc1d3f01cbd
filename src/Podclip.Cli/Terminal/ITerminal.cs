namespace Podclip.Cli.Terminal;

/// <summary>The only door to the console: data goes to <see cref="Out"/>, talk to <see cref="Error"/>.</summary>
internal interface ITerminal
{
    /// <summary>Standard output.</summary>
    TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    TextWriter Error { get; }

    /// <summary>Whether a person sees standard output.</summary>
    bool OutIsTerminal { get; }

    /// <summary>Whether a person sees standard error.</summary>
    bool ErrorIsTerminal { get; }

    /// <summary>Whether standard input is a keyboard.</summary>
    bool InputIsTerminal { get; }

    /// <summary>Whether escape sequences are welcome where there is a terminal (NO_COLOR, TERM=dumb).</summary>
    bool AllowsColor { get; }

    /// <summary>Columns; 80 where there is no terminal.</summary>
    int Width { get; }

    /// <summary>Standard input, as bytes.</summary>
    /// <returns>The stream; the caller disposes it.</returns>
    Stream OpenInput();

    /// <summary>Takes over Ctrl-C and SIGTERM until disposed: the process goes on, and the caller decides.</summary>
    /// <param name="interrupted">Called for each signal, on any thread.</param>
    /// <returns>Gives the signals back.</returns>
    IDisposable OnInterrupt(Action interrupted);
}
