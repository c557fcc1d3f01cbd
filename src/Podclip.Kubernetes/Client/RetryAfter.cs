using System.Globalization;
using System.Net.Http.Headers;

namespace Podclip.Kubernetes.Client;

/// <summary>How long a server asks to wait.</summary>
internal static class RetryAfter
{
    // The way to a server may be kept busy for a minute by one header, but not for any time.
    private const double LongestSeconds = 60;

    /// <summary>What the header says: seconds, also with a fraction, or the time to come back at by the server's own clock.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The time, for an answer without a date.</param>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter?.Date is { } date)
        {
            return Bounded((date - (headers.Date ?? now)).TotalSeconds);
        }

        // Fractions are outside the standard, so the typed header leaves them out.
        return headers.NonValidated.TryGetValues("Retry-After", out var values)
            && double.TryParse(values.ToString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
            ? Bounded(seconds)
            : null;
    }

    /// <summary>What a Status says.</summary>
    public static TimeSpan? Of(StatusDetails? details) => details?.RetryAfterSeconds is { } seconds ? Bounded(seconds) : null;

    private static TimeSpan? Bounded(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) : null;
}
