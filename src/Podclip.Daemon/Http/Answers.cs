using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Podclip.Daemon.Http;

/// <summary>Writes answers and reads bodies.</summary>
internal static class Answers
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Answers with a value.</summary>
    public static async Task WriteAsync<T>(this HttpContext http, int status, T value, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = Json;
        await JsonSerializer.SerializeAsync(http.Response.Body, value, type, http.RequestAborted);
    }

    /// <summary>Refuses a request.</summary>
    public static async Task RefuseAsync(this HttpContext http, int status, string code, string title, string detail)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, new Problem(status, code, title, detail), DaemonJson.Plain.Problem, http.RequestAborted);
    }

    /// <summary>Reads a body. Null when it is none, and the request has been refused.</summary>
    public static async Task<T?> ReadAsync<T>(this HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) is { } value)
            {
                return value;
            }

            await http.RefuseAsync(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, "The body is missing", "The body is null; it must be an object.");
        }
        catch (JsonException e)
        {
            await http.RefuseAsync(StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, "The body cannot be read", $"At {e.Path ?? "$"}: {e.Message}");
        }

        return null;
    }

    /// <summary>A value of the route.</summary>
    public static string Route(this HttpContext http, string name) => (string)http.Request.RouteValues[name]!;
}
