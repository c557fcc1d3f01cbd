using System.Globalization;
using Podclip.Engine;
using Podclip.Engine.Settling;

namespace Podclip.Paperclip.Outcomes;

/// <summary>What the pod's end adds to a message, in the words of the TypeScript adapters.</summary>
internal static class PodCause
{
    /// <summary>The end of an agent whose output broke off: <c>exit code 137, SIGKILL (commonly OOMKilled), reason=Error</c>.</summary>
    public static string Describe(RunResult result)
    {
        var exit = result.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : "no exit code";
        return string.Join(", ", [exit, .. Signal(result), .. Reasons(result)]);
    }

    /// <summary>The same behind another message: <c> [pod: reason=Error, SIGKILL (commonly OOMKilled)]</c>; empty when nothing is known.</summary>
    public static string Suffix(RunResult result)
    {
        string[] parts = [.. Reasons(result), .. Signal(result)];
        return parts.Length == 0 ? "" : $" [pod: {string.Join(", ", parts)}]";
    }

    private static IEnumerable<string> Signal(RunResult result) => Signals.NameOf(result.ExitCode) switch
    {
        null => [],
        "SIGKILL" => ["SIGKILL (commonly OOMKilled)"],
        var name => [name],
    };

    private static IEnumerable<string> Reasons(RunResult result)
    {
        var evidence = result.Evidence;
        if ((evidence.PodReason ?? evidence.ContainerReason) is { } reason)
        {
            yield return $"reason={reason}";
        }

        if ((evidence.PodMessage ?? evidence.ContainerMessage)?.Trim() is { Length: > 0 } message)
        {
            yield return $"message={message}";
        }
    }
}
