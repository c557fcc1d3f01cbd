using System.Globalization;

namespace Podclip.Engine.Journal;

/// <summary>The files of a journal: <c>journal-N.log</c>, N being the number of the first record in it.</summary>
internal static class JournalSegments
{
    private const string Prefix = "journal-";
    private const string Suffix = ".log";

    /// <summary>The file whose first record is <paramref name="first"/>.</summary>
    public static string PathOf(string directory, long first) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first:D12}{Suffix}"));

    /// <summary>The segments in order.</summary>
    public static IReadOnlyList<(long First, string Path)> List(string directory)
    {
        var segments = new List<(long First, string Path)>();
        if (Directory.Exists(directory))
        {
            foreach (var path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix))
            {
                var number = Path.GetFileName(path)[Prefix.Length..^Suffix.Length];
                if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
                {
                    segments.Add((first, path));
                }
            }
        }

        segments.Sort((left, right) => left.First.CompareTo(right.First));
        return segments;
    }

    /// <summary>The number of a segment's last whole record (null when it has none) and where it ends.</summary>
    public static (long? Last, long End) FindEnd(string path)
    {
        using var reader = new JournalSegmentReader(path);
        long? last = null;
        while (reader.TryRead(out var record))
        {
            last = record.Sequence;
        }

        return (last, reader.Position);
    }
}
