using System.Globalization;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Nodes;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary>Reads and checks the parameters of <c>pods/log</c>.</summary>
internal static class PodLogParameters
{
    /// <summary>What is asked for.</summary>
    /// <exception cref="ApiException">A parameter is wrong.</exception>
    public static PodLogQuery Parse(ApiRequest request, TimeProvider timeProvider)
    {
        var (tail, limit, seconds) = (Number(request, "tailLines"), Number(request, "limitBytes"), Number(request, "sinceSeconds"));
        var since = SinceTime(request.Parameter("sinceTime"));
        var errors = new FieldErrors();
        errors.NotNegative("tailLines", tail);
        RequirePositive("limitBytes", limit, errors);
        if (since is not null && seconds is not null)
        {
            errors.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        }
        else
        {
            RequirePositive("sinceSeconds", seconds, errors);
        }

        if (errors.All.Count > 0)
        {
            throw ApiErrors.Invalid("", "PodLogOptions", request.Name!, errors.All);
        }

        return new PodLogQuery
        {
            Follow = request.IsSet("follow"),
            Timestamps = request.IsSet("timestamps"),
            Previous = request.IsSet("previous"),
            TailLines = tail,
            LimitBytes = limit,
            Since = since ?? (seconds is { } back ? timeProvider.GetUtcNow().AddSeconds(-Math.Min(back, int.MaxValue)) : null),
        };
    }

    private static void RequirePositive(string field, long? value, FieldErrors errors)
    {
        if (value < 1)
        {
            errors.Invalid(field, value.Value, "must be greater than 0");
        }
    }

    private static long? Number(ApiRequest request, string name)
    {
        if (request.Parameter(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing {FieldErrors.Quote(text)}: invalid syntax");
    }

    /// <summary>Fractions of a second are dropped, as the real server does (recorded: log-sincetime-nano).</summary>
    private static DateTimeOffset? SinceTime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length < 20 || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw ApiErrors.BadRequest($"parsing time {FieldErrors.Quote(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {FieldErrors.Quote(text)} as \"2006\"");
        }

        return time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
    }
}
