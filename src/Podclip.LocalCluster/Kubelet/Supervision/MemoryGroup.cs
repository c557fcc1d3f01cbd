using System.Globalization;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// Limits a container's memory by a control group, where this process may make one: root, version 1. Elsewhere containers run without
/// a limit.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Controller = "/sys/fs/cgroup/memory";
    private readonly string _path;
    private readonly string _own;

    private MemoryGroup(string path, string own) => (_path, _own) = (path, own);

    /// <summary>Whether groups can be made here; otherwise nothing is ever killed for its memory.</summary>
    public static bool IsAvailable
    {
        get
        {
            using var group = TryCreate($"podclip-probe-{Environment.ProcessId}", 1L << 30);
            return group is not null;
        }
    }

    /// <summary>How many processes the kernel has killed in it.</summary>
    public long Kills => File.ReadLines(Path.Combine(_path, "memory.oom_control"))
        .Select(line => line.Split(' '))
        .Where(parts => parts is ["oom_kill", _])
        .Select(parts => long.Parse(parts[1], CultureInfo.InvariantCulture))
        .FirstOrDefault();

    /// <summary>Makes a group; null where there is no right or no controller.</summary>
    public static MemoryGroup? TryCreate(string name, long limitBytes)
    {
        var path = Path.Combine(Controller, name);
        try
        {
            if (!File.Exists(Path.Combine(Controller, "memory.limit_in_bytes")) || OwnGroup() is not { } own)
            {
                return null;
            }

            Directory.CreateDirectory(path);
            var group = new MemoryGroup(path, own);
            File.WriteAllText(Path.Combine(path, "memory.limit_in_bytes"), limitBytes.ToString(CultureInfo.InvariantCulture));
            return group;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(path);
            return null;
        }
    }

    /// <summary>Starts something in the group: what the calling thread starts belongs to it, the thread itself only so long.</summary>
    public T Start<T>(Func<T> start)
    {
        File.WriteAllText(Path.Combine(_path, "tasks"), "0");
        try
        {
            return start();
        }
        finally
        {
            File.WriteAllText(Path.Combine(_own, "tasks"), "0");
        }
    }

    /// <inheritdoc />
    public void Dispose() => Remove(_path);

    private static string? OwnGroup() => File.ReadLines("/proc/thread-self/cgroup")
        .Select(line => line.Split(':', 3))
        .Where(parts => parts is [_, "memory", _])
        .Select(parts => Controller + parts[2])
        .FirstOrDefault(Directory.Exists);

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // Not there, or a process has not quite gone: the kernel keeps an empty group, nothing else.
        }
    }
}
