namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Where an agent runs, seen from the host.</summary>
public sealed record ExecutionPlace
{
    /// <summary>Whether that is another machine, with other paths.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The workspace's folder there; null when it has none, and then no path of the host takes its place.</summary>
    public string? Cwd { get; init; }

    /// <summary>Folders there, by the id of the project that was copied into each.</summary>
    public IReadOnlyDictionary<string, string> StagedProjectDirs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
