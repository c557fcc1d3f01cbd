using System.Globalization;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>What list and watch parameters may say together.</summary>
internal static class ListOptionRules
{
    private const string Match = "resourceVersionMatch";

    /// <summary>The version a request names; null when it names none.</summary>
    /// <exception cref="ApiException">It is no version.</exception>
    public static long? VersionOf(ApiRequest request)
    {
        if (request.Parameter("resourceVersion") is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : throw ApiErrors.BadVersion(text);
    }

    /// <summary>Refuses a match rule without a version to match.</summary>
    public static void RequireVersionWithMatch(ApiRequest request)
    {
        if (request.Parameter(Match) is not null && request.Parameter("resourceVersion") is null)
        {
            throw Refuse("resourceVersionMatch is forbidden unless resourceVersion is provided");
        }

        if (request.Parameter(Match) is not (null or "Exact" or "NotOlderThan"))
        {
            throw ApiErrors.InvalidOption("meta.k8s.io", "ListOptions", "", e => e.NotSupported(Match, request.Parameter(Match)!, "Exact", "NotOlderThan", ""));
        }
    }

    /// <summary>Whether a watch is to start with a list and a bookmark at its end.</summary>
    /// <exception cref="ApiException">The parameters do not go together.</exception>
    public static bool SendsInitialEvents(ApiRequest request)
    {
        if (request.Parameter("sendInitialEvents") is null)
        {
            return request.Parameter(Match) is null ? false : throw Refuse("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        return request.Parameter(Match) == "NotOlderThan"
            ? request.IsSet("sendInitialEvents")
            : throw Refuse("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }

    private static ApiException Refuse(string detail) => ApiErrors.InvalidOption("meta.k8s.io", "ListOptions", "", e => e.Forbidden(Match, detail));
}
