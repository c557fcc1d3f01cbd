using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Reads the body of a request.</summary>
internal static class RequestBody
{
    /// <summary>The most a body may hold, in bytes; the real server's limit.</summary>
    public const int Limit = 3 << 20;

    private const int SummaryLength = 30;

    private static readonly JsonDocumentOptions Parsing = new() { AllowDuplicateProperties = false };

    /// <summary>The whole body.</summary>
    /// <exception cref="ApiException">It is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > Limit)
        {
            throw ApiErrors.TooLarge(Limit);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.Buffer.Length > Limit)
            {
                throw ApiErrors.TooLarge(Limit);
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>The media type without its parameters, in lower case; empty when the request names none.</summary>
    public static string MediaType(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
    }

    /// <summary>The object in the body of a create or update.</summary>
    /// <exception cref="ApiException">It is in another format, too large, or no object.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpContext context, string kind)
    {
        var format = BodyFormats.Of(context.Request);
        var bytes = await ReadAsync(context);
        if (format == BodyFormat.Protobuf)
        {
            return ParseProtobuf(bytes, kind);
        }

        var isYaml = format == BodyFormat.Yaml;
        var parsed = isYaml ? YamlReader.Parse(bytes, out var problem) : Parse(bytes, out problem);
        return parsed as JsonObject
            ?? throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; {(isYaml ? "yaml" : "json")} parse error: {problem ?? "json: cannot unmarshal into Go value of type struct { APIVersion string; Kind string }"} ({Summary(bytes)})");
    }

    /// <summary>The object in a protobuf body.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="kind">What it must be, for the error.</param>
    /// <returns>The object, as JSON.</returns>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public static JsonObject ParseProtobuf(byte[] bytes, string kind)
    {
        try
        {
            return ProtobufDecoder.DecodeBody(bytes, SchemaCatalog.Default.Find);
        }
        catch (ProtobufException malformed)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {malformed.Message} ({Summary(bytes)})");
        }
    }

    /// <summary>Parses JSON; null with a problem described as Go's decoder does where that is simple.</summary>
    public static JsonNode? Parse(byte[] bytes, out string? problem)
    {
        problem = null;
        try
        {
            return JsonNode.Parse(bytes, documentOptions: Parsing);
        }
        catch (JsonException exception)
        {
            problem = Describe(bytes, exception);
            return null;
        }
    }

    private static string Describe(byte[] bytes, JsonException exception)
    {
        var offset = OffsetOf(bytes, exception);
        if (bytes.AsSpan().TrimEnd(" \t\r\n"u8).Length <= offset)
        {
            return "unexpected end of JSON input";
        }

        return exception.Message.Contains("uplicate", StringComparison.Ordinal)
            ? "duplicate field"
            : string.Create(CultureInfo.InvariantCulture, $"invalid character '{(char)bytes[offset]}' at offset {offset}");
    }

    private static int OffsetOf(byte[] bytes, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        var start = 0;
        for (; line > 0; line--)
        {
            var newline = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (newline < 0)
            {
                break;
            }

            start += newline + 1;
        }

        return Math.Min(start + (int)(exception.BytePositionInLine ?? 0), bytes.Length);
    }

    private static string Summary(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return "<empty>";
        }

        var start = bytes.AsSpan(0, Math.Min(bytes.Length, SummaryLength));
        return (bytes[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (bytes.Length > SummaryLength ? " ..." : "");
    }
}
