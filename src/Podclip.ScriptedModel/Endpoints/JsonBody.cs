using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Podclip.ScriptedModel.Endpoints;

/// <summary>A response that is one small JSON object.</summary>
internal static class JsonBody
{
    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> writeMembers, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }
}
