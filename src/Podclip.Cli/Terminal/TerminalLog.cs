using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Podclip.Cli.Terminal;

/// <summary>Writes a daemon's log to standard error, a line each: time, level, message; a fault with its trace.</summary>
/// <param name="terminal">The console.</param>
/// <param name="time">The clock.</param>
internal sealed class TerminalLog(ITerminal terminal, TimeProvider time) : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Word(logLevel)} {Printable.Line(formatter(state, exception))}");
        lock (_lock)
        {
            terminal.Error.WriteLine(line);
            if (exception is not null)
            {
                terminal.Error.WriteLine(exception);
            }

            terminal.Error.Flush();
        }
    }

    public void Dispose()
    {
        // The console stays.
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };
}
