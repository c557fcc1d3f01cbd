namespace Podclip.Agents;

/// <summary>How an agent is started in its container.</summary>
public sealed record AgentLaunch
{
    /// <summary>The program and its arguments, unquoted; no shell ever reads them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What its standard input gives, with end of file after it.</summary>
    public required ReadOnlyMemory<byte> StandardInput { get; init; }

    /// <summary>Files its arguments name. They travel in the run's Secret and may be secret themselves.</summary>
    public IReadOnlyList<LaunchFile> Files { get; init; } = [];

    /// <summary>Variables the agent needs to behave in a Job; a user's own value wins. No secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables that name a place below HOME, as paths relative to it: what an agent keeps between runs must not be elsewhere.</summary>
    public IReadOnlyDictionary<string, string> HomeFolders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it can run on a read-only root with <c>/tmp</c> and HOME writable.</summary>
    public bool SupportsReadOnlyRoot { get; init; } = true;
}
