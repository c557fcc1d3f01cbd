using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Answers delete and deletecollection.</summary>
internal sealed class DeleteHandler(ObjectStore store, ObjectDeletion deletion)
{
    /// <summary>Deletes one object.</summary>
    public async Task DeleteAsync(ApiRequest request, HttpContext context)
    {
        var wanted = await ReadOptionsAsync(request, context);
        var (document, isGone) = deletion.Delete(request.Kind.Stored, request.Namespace!, request.Name!, wanted);
        WarnOfDefault(request.Kind, wanted, context);
        await ApiResponse.WriteAsync(context, StatusCodes.Status200OK, isGone && !request.Kind.Strategy.ReturnsDeletedObject ? Success(request, document) : request.Kind.Show(document));
    }

    /// <summary>Deletes what a selector finds. Answers the objects as they were.</summary>
    public async Task DeleteCollectionAsync(ApiRequest request, HttpContext context)
    {
        var selector = ObjectSelector.Of(request);
        var wanted = await ReadOptionsAsync(request, context);
        var doomed = store.List(request.Kind.Stored.QualifiedName, request.Namespace).Items.Where(selector.Matches).ToList();
        foreach (var stored in doomed)
        {
            try
            {
                deletion.Delete(request.Kind.Stored, stored.Namespace, stored.Name, wanted with { Uid = wanted.Uid ?? stored.Uid });
            }
            catch (ApiException gone) when (gone.Code is 404 or 409)
            {
                // It went, or was made anew, since the list: not one of those to delete any more.
            }
        }

        WarnOfDefault(request.Kind, wanted, context);
        var metadata = new JsonObject { ["resourceVersion"] = store.Version.ToString(CultureInfo.InvariantCulture) };
        await ApiResponse.WriteListAsync(context, request.Kind.Kind + "List", request.Kind.ApiVersion, metadata, doomed.Select(s => request.Kind.Show(s.Document)));
    }

    private static void WarnOfDefault(ResourceKind kind, DeleteRequest wanted, HttpContext context)
    {
        if (wanted.Propagation is null && kind.Strategy.DefaultPropagationWarning is { } warning)
        {
            ApiResponse.Warn(context, warning);
        }
    }

    private static JsonObject Success(ApiRequest request, JsonObject document)
    {
        var details = new JsonObject { ["name"] = request.Name };
        if (request.Kind.Group.Length > 0)
        {
            details["group"] = request.Kind.Group;
        }

        details["kind"] = request.Kind.Plural;
        details["uid"] = document.Text("metadata", "uid");
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    /// <summary>The options, from the body or else from the query.</summary>
    private static async Task<DeleteRequest> ReadOptionsAsync(ApiRequest request, HttpContext context)
    {
        WriteOptionRules.Check(request);
        var format = BodyFormats.Of(context.Request);
        var bytes = await RequestBody.ReadAsync(context);
        var body = bytes.Length == 0 ? null : ParseOptions(bytes, format);
        var isGraceGiven = long.TryParse(request.Parameter("gracePeriodSeconds"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grace);
        var seconds = body.Number("gracePeriodSeconds") ?? (isGraceGiven ? grace : null);
        return new DeleteRequest
        {
            Propagation = ReadPropagation(body, request),
            GraceSeconds = seconds,
            Uid = body.Text("preconditions", "uid"),
            Version = body.Text("preconditions", "resourceVersion"),
            IsDryRun = request.IsDryRun || body.Texts("dryRun").Any(),
        };
    }

    private static JsonNode ParseOptions(byte[] bytes, BodyFormat format) => format switch
    {
        BodyFormat.Protobuf => RequestBody.ParseProtobuf(bytes, "DeleteOptions"),
        BodyFormat.Yaml => YamlReader.Parse(bytes, out _),
        _ => RequestBody.Parse(bytes, out _),
    } ?? throw ApiErrors.BadRequest("couldn't get version/kind; json parse error");

    private static DeletePropagation? ReadPropagation(JsonNode? body, ApiRequest request)
    {
        if (body.Flag("orphanDependents") || request.Parameter("orphanDependents") == "true")
        {
            return DeletePropagation.Orphan;
        }

        return (body.Text("propagationPolicy") ?? request.Parameter("propagationPolicy")) switch
        {
            null or "" => null,
            "Background" => DeletePropagation.Background,
            "Foreground" => DeletePropagation.Foreground,
            "Orphan" => DeletePropagation.Orphan,
            var other => throw ApiErrors.InvalidOption("meta.k8s.io", "DeleteOptions", "", e => e.NotSupported("propagationPolicy", other, "Foreground", "Background", "Orphan", "nil")),
        };
    }
}
