using System.Globalization;

namespace Podclip.Paperclip.Contract;

/// <summary>Times as the host's JavaScript writes them.</summary>
internal static class HostTime
{
    /// <summary>ISO 8601 in UTC with milliseconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
