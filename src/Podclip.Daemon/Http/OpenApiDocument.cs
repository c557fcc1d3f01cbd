using Microsoft.AspNetCore.Http;

namespace Podclip.Daemon.Http;

/// <summary>The description of the API for programs.</summary>
internal static class OpenApiDocument
{
    /// <summary>Answers with it.</summary>
    public static async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var document = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        await document.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
