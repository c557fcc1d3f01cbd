using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>Spans of time as kubectl's tables show them, two units at most.</summary>
internal static class HumanDuration
{
    /// <summary>How old an object is.</summary>
    public static string Age(JsonObject document, DateTimeOffset now) => Since(document.Time("metadata", "creationTimestamp"), now);

    /// <summary>How long ago a moment was.</summary>
    public static string Since(DateTimeOffset? moment, DateTimeOffset now) => moment is null ? "<unknown>" : Format(now - moment.Value);

    /// <summary>A span.</summary>
    public static string Format(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        var years = days / 365;
        return FormattableString.Invariant(seconds switch
        {
            < -1 => $"<invalid>",
            < 0 => $"0s",
            < 120 => $"{seconds}s",
            < 600 => $"{minutes}m{Rest(seconds % 60, "s")}",
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => $"{hours}h{Rest(minutes % 60, "m")}",
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => $"{days}d{Rest(hours % 24, "h")}",
            < 2L * 365 * 86400 => $"{days}d",
            < 8L * 365 * 86400 => $"{years}y{Rest(days % 365, "d")}",
            _ => $"{years}y",
        });
    }

    private static string Rest(long value, string unit) => value == 0 ? "" : FormattableString.Invariant($"{value}{unit}");
}
