using System.Globalization;
using System.Text;

namespace Podclip.LocalCluster.Kubelet.Exec;

/// <summary>What the kernel tells of a running container: who it is, what it sees.</summary>
internal sealed class ContainerView(ContainerProcess process)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly string _proc = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}");

    /// <summary>The mount namespace.</summary>
    public string MountNamespace => $"{_proc}/ns/mnt";

    /// <summary>The user namespace it is in, as the kernel names it.</summary>
    public string UserNamespace() => new FileInfo($"{_proc}/ns/user").LinkTarget ?? "";

    /// <summary>The user and group it is on disk.</summary>
    public (uint User, uint Group) Identity()
    {
        var status = File.ReadAllLines($"{_proc}/status");
        return (Effective("Uid:"), Effective("Gid:"));

        uint Effective(string name) => uint.Parse(
            status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[2],
            CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it sees itself as root.</summary>
    public bool IsRootInside() =>
        File.ReadAllText($"{_proc}/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["0", ..];

    /// <summary>The variables it was started with.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment() =>
    [
        .. Encoding.UTF8.GetString(File.ReadAllBytes($"{_proc}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>Whether it has a program, by its PATH when the name has no slash.</summary>
    public bool Has(string program, IReadOnlyList<(string Name, string Value)> environment)
    {
        if (program.Contains('/'))
        {
            return Exists(program.StartsWith('/') ? $"{_proc}/root{program}" : $"{_proc}/cwd/{program}");
        }

        var path = environment.FirstOrDefault(variable => variable.Name == "PATH").Value ?? DefaultPath;
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => Exists($"{_proc}/root{folder}/{program}"));
    }

    /// <summary>A link counts: it means something else from out here.</summary>
    private static bool Exists(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
