using System.Globalization;

namespace Podclip.LocalCluster.Kubelet.Exec;

/// <summary>A container's process 1 as the machine knows it. The time of its start tells it from a later process with the same number.</summary>
/// <param name="Pid">Its number on the machine.</param>
/// <param name="StartTicks">When it started, as the kernel counts.</param>
internal sealed record ContainerProcess(int Pid, ulong StartTicks)
{
    private const int StartTicksField = 19;

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => Of(Pid) == this;

    /// <summary>The process with a number; null when there is none.</summary>
    public static ContainerProcess? Of(int pid)
    {
        try
        {
            // The name in parentheses may hold anything; what follows it does not.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ContainerProcess(pid, ulong.Parse(fields[StartTicksField], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What a supervisor wrote down; null when the container has not started yet.</summary>
    public static ContainerProcess? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Split(' ') is [var pid, var ticks]
                ? new ContainerProcess(int.Parse(pid, CultureInfo.InvariantCulture), ulong.Parse(ticks, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it down.</summary>
    public void Write(string path) => File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{Pid} {StartTicks}"));
}
