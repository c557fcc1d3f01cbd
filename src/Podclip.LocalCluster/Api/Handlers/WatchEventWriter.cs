using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Api.Tables;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Writes a watch's events, one JSON object a line, in the form the client asked for.</summary>
internal sealed class WatchEventWriter(HttpContext context, ApiRequest request, AnswerFormat format, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly Utf8JsonWriter _json = new(context.Response.BodyWriter, ApiResponse.JsonOptions);
    private bool _hasColumns = true;
    private bool _hasPending;

    /// <summary>Sends the headers at once: a client waits for them, even when nothing ever happens.</summary>
    public async Task StartAsync()
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Writes one event.</summary>
    public void Write(string type, JsonObject document)
    {
        _json.WriteStartObject();
        _json.WriteString("type", type);
        _json.WritePropertyName("object");
        Form(type, document).WriteTo(_json);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        context.Response.BodyWriter.Write("\n"u8);
        _hasPending = true;
    }

    /// <summary>Says how far the client has come, without an object.</summary>
    public void WriteBookmark(long version, bool isInitialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (isInitialEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true", ["kubernetes.io/initial-events-list-blueprint"] = Blueprint() };
        }

        // What an empty object of the kind looks like: members that are always written are there.
        var empty = new JsonObject { ["kind"] = request.Kind.Kind, ["apiVersion"] = request.Kind.ApiVersion, ["metadata"] = metadata };
        Write("BOOKMARK", DocumentDecoder.Decode(empty, request.Kind.Type).Document);
    }

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_hasPending)
        {
            _hasPending = false;
            await context.Response.BodyWriter.FlushAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();

    /// <summary>An empty list of the kind, from which clients that collect the initial events make theirs.</summary>
    private string Blueprint()
    {
        var list = new JsonObject { ["kind"] = request.Kind.Kind + "List", ["apiVersion"] = request.Kind.ApiVersion, ["metadata"] = new JsonObject(), ["items"] = null };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(list.ToJsonString() + "\n"));
    }

    private JsonObject Form(string type, JsonObject document)
    {
        switch (format)
        {
            case AnswerFormat.Table when type is not ("ERROR" or "BOOKMARK"):
                var metadata = new JsonObject { ["resourceVersion"] = document.Text("metadata", "resourceVersion") };
                var table = TableWriter.Table(request.Kind.Table, [document], metadata, request.Parameter("includeObject") ?? "Metadata", _hasColumns, timeProvider.GetUtcNow());
                _hasColumns = false;
                return table;
            case AnswerFormat.Metadata when type != "ERROR":
                return new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = document.At("metadata")?.DeepClone() };
            default:
                return type is "ERROR" or "BOOKMARK" ? document : request.Kind.Show(document);
        }
    }
}
