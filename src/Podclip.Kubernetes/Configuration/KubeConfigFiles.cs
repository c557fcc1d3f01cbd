namespace Podclip.Kubernetes.Configuration;

/// <summary>
/// Kubeconfig files as one, by kubectl's rules: the first file that names a current context decides, and of entries with the same
/// name the first file's counts alone, whatever fields it lacks. Files that do not exist are passed over as long as one does.
/// </summary>
internal sealed class KubeConfigFiles
{
    private readonly IReadOnlyList<KubeConfigFile> _files;
    private readonly List<string> _problems;

    private KubeConfigFiles(IReadOnlyList<KubeConfigFile> files, List<string> problems)
    {
        _files = files;
        _problems = problems;
    }

    /// <summary>How messages name them.</summary>
    public string Description => string.Join(", ", _files.Select(f => f.Path));

    /// <summary>Where a name that is missing is missing.</summary>
    public string Place => _files.Count == 1 ? "not in the file" : "in none of the files";

    /// <summary>The current context; null or empty for none.</summary>
    public string? CurrentContext => _files.Select(f => f.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    /// <summary>Reads files.</summary>
    /// <param name="list">A file, or several as in <c>KUBECONFIG</c>.</param>
    /// <param name="problems">Gets what is wrong with the entries that are read later.</param>
    /// <returns>The files that exist, at least one.</returns>
    /// <exception cref="KubeConfigException">None exists, or one cannot be read.</exception>
    public static KubeConfigFiles Read(string list, List<string> problems)
    {
        var paths = Split(list);
        KubeConfigFile[] files = [.. paths.Select(p => KubeConfigFile.Read(p, paths.Count > 1, problems)).OfType<KubeConfigFile>()];
        return (files.Length, paths) switch
        {
            (> 0, _) => new KubeConfigFiles(files, problems),
            (_, [var only]) => throw new KubeConfigException($"{only} cannot be read: it does not exist"),
            _ => throw new KubeConfigException($"there is no kubeconfig: none of {string.Join(", ", paths)} exists"),
        };
    }

    public void Problem(string text) => _problems.Add(text);

    /// <summary>The mapping <paramref name="kind"/> of the first entry called <paramref name="name"/> and the file it is of, or null if there is no such entry.</summary>
    public (KubeConfigEntry Entry, KubeConfigFile File)? Named(string section, string kind, string name)
    {
        foreach (var file in _files)
        {
            if (file.Named(section, kind, name) is { } entry)
            {
                return (entry, file);
            }
        }

        return null;
    }

    public IEnumerable<string> Names(string section) => _files.SelectMany(f => f.Names(section)).Distinct(StringComparer.Ordinal);

    /// <summary>The paths of a list, each once. A file whose own name has the separator in it is meant when it exists.</summary>
    private static IReadOnlyList<string> Split(string list)
    {
        string[] paths = File.Exists(list) ? [list] : list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [.. paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
    }
}
