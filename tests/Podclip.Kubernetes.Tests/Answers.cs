using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Podclip.Kubernetes.Tests;

/// <summary>Ready answers for a <see cref="TestServer"/>.</summary>
internal static class Answers
{
    public static RequestDelegate Json(string body, int status = 200) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static RequestDelegate Status(int code, string reason, string message) => Json(
        new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code }.ToJsonString(),
        code);

    public static string PodJson(string name, string uid, int version) =>
        $$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"ns","uid":"{{{uid}}}","resourceVersion":"{{{version}}}"}}""";

    public static string ListJson(int version, params string[] items) =>
        $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', items)}}]}""";

    public static string EventJson(string type, string item) => $$$"""{"type":"{{{type}}}","object":{{{item}}}}""" + "\n";

    /// <summary>
    /// Makes the answer end before its announced length: a cut after which the client still gets what was sent. An abort would
    /// reset the connection, and a reset overtakes data.
    /// </summary>
    public static void EndEarly(HttpContext context) => context.Response.ContentLength = long.MaxValue;

    /// <summary>Stays silent until the client goes away.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
