using System.Globalization;
using System.Runtime.InteropServices;

namespace Podclip.Cli.Embedded;

/// <summary>The few things of Linux processes that .NET has no door to.</summary>
internal static partial class ProcessTable
{
    private const int TerminateSignal = 15;
    private const int KillSignal = 9;

    /// <summary>When a process started, in clock ticks since boot; null when there is no such process, or only its remains.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>The ticks.</returns>
    public static long? StartTicks(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");

            // The program's name, in parentheses, may hold spaces and parentheses; what follows it has fixed places (proc(5)).
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }

    /// <summary>Asks a process to end.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>False when there is none, or it is another user's.</returns>
    public static bool Terminate(int pid) => NativeKill(pid, TerminateSignal) == 0;

    /// <summary>Ends a process at once.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>False when there is none, or it is another user's.</returns>
    public static bool Kill(int pid) => NativeKill(pid, KillSignal) == 0;

    /// <summary>Makes this process the first of a session of its own, out of reach of a terminal's signals.</summary>
    public static void LeaveSession() => _ = NativeSetSid(); // fails only for a group's leader, which is out of reach already

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int NativeKill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int NativeSetSid();
}
