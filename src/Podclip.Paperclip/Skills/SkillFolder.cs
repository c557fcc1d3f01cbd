using System.Security.Cryptography;

namespace Podclip.Paperclip.Skills;

/// <summary>
/// Reads a skill from the host's disk. What a link leads to belongs to the skill as long as it lies in its folder; a link that leads out of
/// it, nowhere or in a circle is left out: a skill comes from somebody's repository, and the host's other files are not for agents.
/// </summary>
internal sealed class SkillFolder
{
    private const int MostFiles = 10_000;
    private const int Deepest = 40;

    private readonly string _root;
    private readonly List<SkillFile> _files = [];
    private readonly List<string> _leftOut = [];
    private readonly HashSet<string> _above = new(StringComparer.Ordinal);

    private SkillFolder(string root) => _root = root;

    /// <summary>The files, ordered by path.</summary>
    public IReadOnlyList<SkillFile> Files => _files;

    /// <summary>The links that were left out.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Reads a skill.</summary>
    /// <param name="source">Its folder, or the one file that it consists of.</param>
    /// <returns>The skill.</returns>
    /// <exception cref="IOException">It is not there, cannot be read, or is larger than any skill.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static SkillFolder Read(string source)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        var root = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var folder = new SkillFolder(root);
        if (File.Exists(root))
        {
            folder.AddFile(new FileInfo(root), "SKILL.md");
        }
        else
        {
            folder.AddFolder(new DirectoryInfo(root), "");
            folder._files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        }

        return folder;
    }

    private void AddFolder(DirectoryInfo folder, string prefix)
    {
        if (!_above.Add(folder.FullName))
        {
            _leftOut.Add(prefix.TrimEnd('/'));
            return;
        }

        if (_above.Count > Deepest)
        {
            throw new IOException($"Its folders are more than {Deepest} deep.");
        }

        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            Add(entry, prefix + entry.Name);
        }

        _above.Remove(folder.FullName);
    }

    private void Add(FileSystemInfo entry, string path)
    {
        var target = entry.LinkTarget is null ? entry : TargetWithin(entry);
        switch (target)
        {
            case null:
                _leftOut.Add(path);
                break;
            case DirectoryInfo { Name: ".git" }:
                // Where the skill is from, not what it says.
                break;
            case DirectoryInfo folder:
                AddFolder(folder, path + "/");
                break;
            default:
                AddFile((FileInfo)target, path);
                break;
        }
    }

    private void AddFile(FileInfo file, string path)
    {
        if (_files.Count == MostFiles)
        {
            throw new IOException($"It has more than {MostFiles} files.");
        }

        // Pipes and devices, which would never end, have no length either; a copy of one is an empty file.
        using Stream content = file.Length == 0 ? Stream.Null : file.OpenRead();
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        _files.Add(new SkillFile(path, file.FullName, file.Length, BundleModes.IsExecutable(file.UnixFileMode), digest));
    }

    private FileSystemInfo? TargetWithin(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target && IsPlainlyWithin(target.FullName) ? target : null;
        }
        catch (IOException)
        {
            // A circle of links.
            return null;
        }
    }

    // No part of the way may be a link itself: it could lead anywhere.
    private bool IsPlainlyWithin(string path)
    {
        var relative = Path.GetRelativePath(_root, path);
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal))
        {
            return false;
        }

        var part = _root;
        foreach (var name in relative.Split('/'))
        {
            part = Path.Combine(part, name);
            if (new FileInfo(part).LinkTarget is not null)
            {
                return false;
            }
        }

        return true;
    }
}
