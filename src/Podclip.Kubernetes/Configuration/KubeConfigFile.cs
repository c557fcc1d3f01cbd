using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Podclip.Kubernetes.Configuration;

/// <summary>One kubeconfig file. What it refers to by a relative path lies beside it.</summary>
internal sealed class KubeConfigFile
{
    private readonly KubeConfigEntry _root;
    private readonly string _suffix;

    private KubeConfigFile(string path, YamlMappingNode root, bool isOneOfMany, List<string> problems)
    {
        Path = path;
        _suffix = isOneOfMany ? $" of {path}" : "";
        _root = new KubeConfigEntry(root, isOneOfMany ? path : "the file", System.IO.Path.GetDirectoryName(path)!, problems);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The context it names as the current one; null or empty for none.</summary>
    public string? CurrentContext => _root.Text("current-context");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="isOneOfMany">Whether messages must say which file an entry is of.</param>
    /// <param name="problems">Gets what is wrong with the entries that are read later.</param>
    /// <returns>The file, or null when it does not exist.</returns>
    /// <exception cref="KubeConfigException">It cannot be read, or is no kubeconfig.</exception>
    public static KubeConfigFile? Read(string path, bool isOneOfMany, List<string> problems)
    {
        try
        {
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return yaml.Documents.FirstOrDefault()?.RootNode switch
            {
                YamlMappingNode root => new KubeConfigFile(path, root, isOneOfMany, problems),

                // Among others a file may be empty: `kubectl config` leaves such files behind.
                null when isOneOfMany => new KubeConfigFile(path, new YamlMappingNode(), isOneOfMany, problems),
                _ => throw new KubeConfigException($"{path} is not a kubeconfig: it holds no mapping"),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{path} cannot be read: {e.Message}", e);
        }
        catch (YamlException e)
        {
            // The parser's text may quote the line it stumbled over, and that line may hold a token.
            var where = string.Create(CultureInfo.InvariantCulture, $"line {e.Start.Line}, column {e.Start.Column}");
            throw new KubeConfigException($"{path} is not valid YAML ({where})");
        }
    }

    /// <summary>The mapping <paramref name="kind"/> of the entry called <paramref name="name"/>, or null if there is no such entry.</summary>
    public KubeConfigEntry? Named(string section, string kind, string name) => _root.Named(section, kind, name, _suffix);

    /// <summary>The names of a section's entries.</summary>
    public IEnumerable<string> Names(string section) => _root.Names(section);
}
