namespace Podclip.Cli.Embedded;

/// <summary>How this very program is started again, for the cluster's process and the pods' supervisors.</summary>
/// <param name="Words">Program and first arguments.</param>
internal sealed record SelfCommand(IReadOnlyList<string> Words)
{
    /// <summary>The command that runs one pod's supervisor.</summary>
    public const string Supervise = "supervise-pod";

    /// <summary>The program of this process.</summary>
    /// <returns>The command.</returns>
    public static SelfCommand Find()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        var library = Path.Combine(AppContext.BaseDirectory, "podclip.dll");

        // Started as `dotnet podclip.dll`, or inside a test's process: name the program itself.
        var apphost = Path.Combine(AppContext.BaseDirectory, "podclip");
        return Path.GetFileNameWithoutExtension(program) is "podclip" or "kubectl-podclip" ? new([program])
            : File.Exists(apphost) ? new([apphost])
            : new([program, library]);
    }

    /// <summary>Whether this process was started by the name <c>kubectl-podclip</c>, as kubectl starts its plugins.</summary>
    /// <returns>The answer.</returns>
    public static bool IsKubectlPlugin()
    {
        // .NET gives the library's path as the first argument; the name that was called stands in the kernel's own record.
        const string Record = "/proc/self/cmdline";
        var called = File.Exists(Record) ? File.ReadAllText(Record).Split('\0')[0] : Environment.ProcessPath ?? "";
        return Path.GetFileName(called) == "kubectl-podclip";
    }

    /// <summary>This program with further arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The whole command.</returns>
    public IReadOnlyList<string> With(params IEnumerable<string> arguments) => [.. Words, .. arguments];
}
