using System.Globalization;
using System.Text;

namespace Podclip.Kubernetes.Tests.Logs;

/// <summary>A container's log as a node keeps it.</summary>
internal sealed class ScriptedLog
{
    private readonly List<(DateTimeOffset Time, string Stamp, byte[] Content, bool HasEnd)> _lines = [];

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 2, 10, 43, TimeSpan.Zero);

    public int Count => _lines.Count;

    /// <summary>The lines as a reader should see them.</summary>
    public IEnumerable<string> Expected => _lines.Select(l => Show(l.Stamp, l.Content, !l.HasEnd));

    public ScriptedLog Add(TimeSpan at, string content, bool hasEnd = true) => Add(at, Encoding.UTF8.GetBytes(content), hasEnd);

    public ScriptedLog Add(TimeSpan at, byte[] content, bool hasEnd = true)
    {
        var time = Start + at;

        // As the kubelet writes them: nanoseconds without zeros at the end.
        var stamp = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        _lines.Add((time, stamp, content, hasEnd));
        return this;
    }

    /// <summary>The bytes of each line from <paramref name="first"/> to <paramref name="count"/> whose time is not before <paramref name="since"/>.</summary>
    public IEnumerable<byte[]> Read(DateTimeOffset? since, int first = 0, int count = int.MaxValue) =>
        _lines.Take(count).Skip(first).Where(l => since is null || l.Time >= since).Select(l => (byte[])[.. Encoding.ASCII.GetBytes(l.Stamp + " "), .. l.Content, .. l.HasEnd ? "\n"u8 : ""u8]);

    public static DateTimeOffset? SinceOf(string? query) =>
        string.IsNullOrEmpty(query) ? null : DateTimeOffset.ParseExact(query, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Show(string stamp, ReadOnlySpan<byte> content, bool isPartial) =>
        content.Length > 100
            ? $"{stamp} {content.Length} bytes {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content))}{(isPartial ? " partial" : "")}"
            : $"{stamp} {Encoding.Latin1.GetString(content)}{(isPartial ? " partial" : "")}";
}
