namespace Podclip.Paperclip.Variables;

/// <summary>
/// Variables that the host adds to an agent's configuration for processes on its own machine: scratch folders that it deletes at the run's
/// end, its user's GitHub settings, folders for its sandbox. In a pod they would name what is not there. Seen of paperclip-server 2026.916.1.
/// </summary>
internal static class HostOnlyVariables
{
    private static readonly HashSet<string> Always = new(StringComparer.Ordinal)
    {
        "PAPERCLIP_RUN_SCRATCH_DIR", "PAPERCLIP_TASK_SCRATCH_DIR", "PAPERCLIP_SCRATCH_DIR", "PAPERCLIP_TMPDIR", "PAPERCLIP_GITHUB_HOST_HOME", "PAPERCLIP_GITHUB_AUTH_MODE",
        "PAPERCLIP_GIT_METADATA_ROOTS", "PAPERCLIP_RUNNER_NETWORK_ROOTS", "PAPERCLIP_RUNNER_NETWORK_ACCESS",
    };

    /// <summary>These are an agent's own as well, unless they lie where the host put them.</summary>
    private static readonly (string Name, string Root)[] Below =
    [
        ("TMPDIR", "PAPERCLIP_RUN_SCRATCH_DIR"),
        ("TEMP", "PAPERCLIP_RUN_SCRATCH_DIR"),
        ("TMP", "PAPERCLIP_RUN_SCRATCH_DIR"),
        ("GH_CONFIG_DIR", "PAPERCLIP_GITHUB_HOST_HOME"),
    ];

    /// <summary>What is left for a pod.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Without(IReadOnlyDictionary<string, string> environment) => environment.Where(pair =>
        !Always.Contains(pair.Key)
        && !Array.Exists(Below, path => path.Name == pair.Key && environment.GetValueOrDefault(path.Root) is { Length: > 0 } root && pair.Value.StartsWith(root, StringComparison.Ordinal)));
}
