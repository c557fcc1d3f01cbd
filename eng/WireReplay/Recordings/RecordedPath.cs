using System.Text.RegularExpressions;

namespace Podclip.WireReplay.Recordings;

/// <summary>Changes to a recorded request's path.</summary>
internal static partial class RecordedPath
{
    /// <summary>The same request from another version on.</summary>
    public static string WithVersion(string path, string version) => Version().Replace(path, "resourceVersion=" + version);

    /// <summary>The same log from another time on.</summary>
    public static string WithSinceTime(string path, string time) => SinceTime().Replace(path, "sinceTime=" + Uri.EscapeDataString(time));

    [GeneratedRegex(@"(?<=[?&])resourceVersion=\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex("(?<=[?&])sinceTime=[^&]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SinceTime();
}
