using System.Globalization;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>A <see cref="ContainerRecord"/> as a file of <c>name value</c> lines, replaced in one step: a reader sees the old or the new one.</summary>
internal static class ContainerRecordFile
{
    /// <summary>Writes a record.</summary>
    public static void Write(string path, ContainerRecord record)
    {
        var lines = new List<string>
        {
            $"attempt {record.Attempt}",
            $"state {record.State}",
        };
        AddTime(lines, "started", record.StartedAt);
        AddEnd(lines, "ended", record.Ended);
        AddEnd(lines, "last", record.LastEnded);
        var next = path + ".next";
        File.WriteAllLines(next, lines);
        File.Move(next, path, overwrite: true);
    }

    /// <summary>Reads a record; null when there is none yet.</summary>
    public static ContainerRecord? Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        var fields = lines
            .Select(line => line.Split(' ', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return new ContainerRecord(
            int.Parse(fields.GetValueOrDefault("attempt", "0"), CultureInfo.InvariantCulture),
            Enum.Parse<ContainerRunState>(fields.GetValueOrDefault("state", nameof(ContainerRunState.Ended))),
            Time(fields, "started"),
            End(fields, "ended"),
            End(fields, "last"));
    }

    private static void AddTime(List<string> lines, string name, DateTimeOffset? time)
    {
        if (time is { } set)
        {
            lines.Add($"{name} {set.UtcTicks}");
        }
    }

    private static void AddEnd(List<string> lines, string prefix, ContainerEnd? end)
    {
        if (end is null)
        {
            return;
        }

        lines.Add($"{prefix}.exit {end.ExitCode}");
        lines.Add($"{prefix}.reason {end.Reason}");
        AddTime(lines, $"{prefix}.started", end.StartedAt);
        AddTime(lines, $"{prefix}.finished", end.FinishedAt);
        if (end.Message is { Length: > 0 } message)
        {
            lines.Add($"{prefix}.message {Uri.EscapeDataString(message)}");
        }
    }

    private static DateTimeOffset? Time(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var ticks) ? new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero) : null;

    private static ContainerEnd? End(Dictionary<string, string> fields, string prefix) =>
        Time(fields, $"{prefix}.finished") is { } finished
            ? new ContainerEnd(
                int.Parse(fields[$"{prefix}.exit"], CultureInfo.InvariantCulture),
                fields[$"{prefix}.reason"],
                fields.TryGetValue($"{prefix}.message", out var message) ? Uri.UnescapeDataString(message) : null,
                Time(fields, $"{prefix}.started"),
                finished)
            : null;
}
