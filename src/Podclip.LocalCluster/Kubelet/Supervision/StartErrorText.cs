namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>Says why a container's program could not be started, in the words of a real node's runtime.</summary>
internal static class StartErrorText
{
    private const string Prefix = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
    private const int Limit = 2048;

    /// <summary>The message.</summary>
    /// <param name="detail">What bubblewrap, or whoever came first, printed.</param>
    /// <param name="program">The program that was to be started.</param>
    public static string Of(string detail, string program)
    {
        var reason = detail.Trim();
        if (reason.Contains($"execvp {program}: ", StringComparison.Ordinal))
        {
            var isMissing = reason.EndsWith("No such file or directory", StringComparison.Ordinal);
            reason = (isMissing, program.Contains('/')) switch
            {
                (true, true) => $"exec: \"{program}\": stat {program}: no such file or directory",
                (true, false) => $"exec: \"{program}\": executable file not found in $PATH",
                (false, _) => $"exec: \"{program}\": {reason[(reason.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].ToLowerInvariant()}",
            };
        }

        return $"{Prefix}{(reason.Length > Limit ? reason[..Limit] : reason)}: unknown";
    }
}
