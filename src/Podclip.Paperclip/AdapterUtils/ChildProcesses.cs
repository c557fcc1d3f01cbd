using System.Collections;
using Podclip.Paperclip.AdapterUtils.Processes;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Runs commands as the host's own adapters do. Behaviour of adapter-utils 2026.916.1, with characters that are cut by a read put together.</summary>
public static class ChildProcesses
{
    // A coding agent that finds these believes it was started by another one, and refuses.
    private static readonly string[] NestingMarks = ["CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION", "CLAUDE_CODE_PARENT_SESSION"];

    /// <summary>
    /// Runs a command in a process group of its own and waits until it has ended and its output is closed; what it left running holds the output
    /// open. When its time is over, or the caller cancels, the group gets TERM, and KILL after the grace; what then still holds the output is
    /// waited for no longer than five seconds.
    /// </summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellationToken">Stops it; the result says so.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ChildProcessException">It could not be started.</exception>
    public static Task<ChildProcessResult> RunChildProcessAsync(ChildProcessRequest request, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(
            PaperclipEnv.SanitizeInheritedPaperclipEnv(request.Inherited ?? OwnEnvironment()), StringComparer.Ordinal);
        foreach (var (name, value) in request.Environment)
        {
            environment[name] = value;
        }

        foreach (var name in NestingMarks)
        {
            environment.Remove(name);
        }

        return ChildRun.RunAsync(request, PaperclipEnv.EnsurePathInEnv(environment), cancellationToken);
    }

    private static Dictionary<string, string> OwnEnvironment() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
}
