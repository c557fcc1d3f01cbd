using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Writes answers.</summary>
internal static class ApiResponse
{
    /// <summary>As readable as Go's encoder leaves it.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int FlushBytes = 64 << 10;
    private const int WarningLimit = 4096;

    /// <summary>Answers a JSON document.</summary>
    public static async Task WriteAsync(HttpContext context, int code, JsonNode document)
    {
        Start(context, code);
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, JsonOptions))
        {
            document.WriteTo(writer);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Answers a list, object by object, so that a large one is never whole in memory.</summary>
    public static async Task WriteListAsync(HttpContext context, string kind, string apiVersion, JsonObject metadata, IEnumerable<JsonObject> items)
    {
        Start(context, StatusCodes.Status200OK);
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, JsonOptions);
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        writer.WriteString("apiVersion", apiVersion);
        writer.WritePropertyName("metadata");
        metadata.WriteTo(writer);
        writer.WriteStartArray("items");
        foreach (var item in items)
        {
            WriteItem(writer, item);
            if (writer.BytesPending > FlushBytes)
            {
                await writer.FlushAsync(context.RequestAborted);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Answers plain text.</summary>
    public static async Task WriteTextAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Adds a warning that kubectl shows, unless there are very many already. A header takes printable ASCII only.</summary>
    public static void Warn(HttpContext context, string text)
    {
        if (context.Response.Headers.Warning.Sum(w => w?.Length ?? 0) < WarningLimit)
        {
            var printable = string.Concat(text.Take(WarningLimit).Select(c => c is >= ' ' and <= '~' ? c : '?'));
            context.Response.Headers.Append("Warning", $"299 - {Admission.FieldErrors.Quote(printable)}");
        }
    }

    private static void Start(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
    }

    /// <summary>Items of a list carry no kind and apiVersion; the list's says it.</summary>
    private static void WriteItem(Utf8JsonWriter writer, JsonObject item)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in item)
        {
            if (name is "kind" or "apiVersion")
            {
                continue;
            }

            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
