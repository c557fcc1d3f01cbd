namespace Podclip.Engine.Settling;

/// <summary>The signals that end programs, and exit codes above 128 as shells write them: 128 and the signal.</summary>
public static class Signals
{
    private const int Base = 128;

    private static readonly (int Number, string Name)[] Known =
    [
        (1, "SIGHUP"), (2, "SIGINT"), (3, "SIGQUIT"), (4, "SIGILL"), (6, "SIGABRT"), (7, "SIGBUS"), (8, "SIGFPE"), (9, "SIGKILL"), (11, "SIGSEGV"), (15, "SIGTERM"),
    ];

    /// <summary>The signal an exit code tells of.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <returns>The signal's name; null for an exit code that names none that ends programs.</returns>
    public static string? NameOf(int? exitCode) => Known.FirstOrDefault(signal => signal.Number + Base == exitCode).Name;

    /// <summary>The exit code of a program that a signal ended.</summary>
    /// <param name="signal">The signal: <c>SIGKILL</c>, <c>KILL</c> or <c>9</c>.</param>
    /// <returns>The exit code; null when there is no such signal among those that end programs.</returns>
    public static int? ExitCodeOf(string signal) => Known.FirstOrDefault(known =>
        string.Equals(known.Name, signal, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(known.Name[3..], signal, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(known.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), signal, StringComparison.Ordinal)) is { Name: not null } found
            ? found.Number + Base
            : null;
}
