namespace Podclip.LocalCluster.Faults;

/// <summary>Which requests are meant; what is not given fits all. Values may be lists with commas, and may end in <c>*</c>.</summary>
/// <param name="Verb">As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection.</param>
/// <param name="Resource">Plural and group with a subresource behind: <c>pods</c>, <c>jobs.batch</c>, <c>pods/log</c>.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The object's name.</param>
/// <param name="UserAgent">What the client calls itself.</param>
public sealed record RequestMatch(string? Verb = null, string? Resource = null, string? Namespace = null, string? Name = null, string? UserAgent = null)
{
    internal bool Fits(ApiRequestRecord request) =>
        Fits(Verb, request.Verb)
        && Fits(Resource, request.Resource)
        && Fits(Namespace, request.Namespace)
        && Fits(Name, request.Name)
        && Fits(UserAgent, request.UserAgent);

    internal static bool Fits(string? wanted, string? value) =>
        wanted is null || wanted.Split(',', StringSplitOptions.TrimEntries).Any(pattern => pattern.EndsWith('*')
            ? (value ?? "").StartsWith(pattern[..^1], StringComparison.Ordinal)
            : pattern == value);
}
