using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;

namespace Podclip.LocalCluster.Api;

/// <summary>The errors of the real server, word for word as recorded from v1.32.</summary>
internal static class ApiErrors
{
    private const string Modified = "the object has been modified; please apply your changes to the latest version and try again";

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Forbidden(string qualifiedName, string? name, string detail) =>
        new(403, "Forbidden", name is null ? $"{qualifiedName} is forbidden: {detail}" : $"{qualifiedName} \"{name}\" is forbidden: {detail}", Details(qualifiedName, name));

    public static ApiException NotFound(ResourceKind kind, string name) => NotFound(kind.QualifiedName, name);

    public static ApiException NotFound(string qualifiedName, string name) =>
        new(404, "NotFound", $"{qualifiedName} \"{name}\" not found", Details(qualifiedName, name));

    public static ApiException UnknownResource() => new(404, "NotFound", "the server could not find the requested resource", new JsonObject());

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new JsonObject());

    public static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", new JsonObject());

    public static ApiException AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedName} \"{name}\" already exists", Details(kind.QualifiedName, name));

    public static ApiException Conflict(ResourceKind kind, string name, string? detail = null) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedName} \"{name}\": {detail ?? Modified}", Details(kind.QualifiedName, name));

    /// <summary>A DELETE whose preconditions do not hold names the kind, not the resource.</summary>
    public static ApiException PreconditionFailed(ResourceKind kind, string name, string detail)
    {
        var details = new JsonObject { ["name"] = name };
        AddGroup(details, kind.Group);
        details["kind"] = kind.Kind;
        return new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedKind} \"{name}\": {detail}", details);
    }

    public static ApiException Expired(string message, string? @continue = null) => new(410, "Expired", message) { Continue = @continue };

    public static ApiException TooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", FormattableString.Invariant($"Request entity too large: limit is {limit}"));

    public static ApiException UnsupportedBody() =>
        new(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");

    public static ApiException UnsupportedPatch() => new(415, "UnsupportedMediaType", "415: Unsupported Media Type", new JsonObject());

    public static ApiException FailedPatchTest() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request", new JsonObject());

    public static ApiException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) => Invalid(kind.Group, kind.Kind, name, errors);

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(e => $"{e.Field}: {e.Message}").Distinct(StringComparer.Ordinal).ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        AddGroup(details, group);
        if (kind.Length > 0)
        {
            details["kind"] = kind;
        }

        details["causes"] = new JsonArray([.. errors.Select(e => (JsonNode)new JsonObject { ["reason"] = e.Reason, ["message"] = e.Message, ["field"] = e.Field })]);
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        return new ApiException(422, "Invalid", $"{qualified} \"{name}\" is invalid: {list}", details);
    }

    /// <summary>A query parameter that options of a request do not take.</summary>
    public static ApiException InvalidOption(string group, string kind, string name, Action<FieldErrors> describe)
    {
        var errors = new FieldErrors();
        describe(errors);
        return Invalid(group, kind, name, errors.All);
    }

    public static ApiException BadVersion(string text) =>
        new(500, reason: null, $"resourceVersion: Invalid value: {FieldErrors.Quote(text)}: strconv.ParseUint: parsing {FieldErrors.Quote(text)}: invalid syntax");

    public static ApiException VersionTooLarge(long asked, long current) =>
        new(504, "Timeout", FormattableString.Invariant($"Timeout: Too large resource version: {asked}, current: {current}"), new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        })
        {
            RetryAfterSeconds = 1,
        };

    private static JsonObject Details(string qualifiedName, string? name)
    {
        var details = new JsonObject();
        if (name is not null)
        {
            details["name"] = name;
        }

        var dot = qualifiedName.IndexOf('.', StringComparison.Ordinal);
        AddGroup(details, dot < 0 ? "" : qualifiedName[(dot + 1)..]);
        details["kind"] = dot < 0 ? qualifiedName : qualifiedName[..dot];
        return details;
    }

    private static void AddGroup(JsonObject details, string group)
    {
        if (group.Length > 0)
        {
            details["group"] = group;
        }
    }
}
