using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Applying;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Patching;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Answers create, update and patch.</summary>
internal sealed class WriteHandler(ObjectCreation creation, ObjectChange change, ReadHandler reads, TimeProvider timeProvider)
{
    private const string ApplyType = "application/apply-patch+yaml";

    /// <summary>Creates an object.</summary>
    public async Task CreateAsync(ApiRequest request, HttpContext context)
    {
        WriteOptionRules.Check(request);
        ContentNegotiation.FormatOf(context.Request);
        var body = await RequestBody.ReadObjectAsync(context, request.Kind.Kind);
        var document = FieldValidation.Decode(request, context, body);
        if (request.Kind.IsNamespaced && request.Namespace is null)
        {
            throw ApiErrors.BadRequest("an empty namespace may not be set during creation");
        }

        RequireSameNamespace(request, document);
        if (document.Text("metadata", "resourceVersion") is { Length: > 0 })
        {
            throw ApiErrors.BadRequest("resourceVersion should not be set on objects to be created");
        }

        document.Metadata().Remove("managedFields");
        var made = creation.Create(request.Kind.Stored, request.Namespace!, request.Kind.Store(document), request.IsDryRun, Warn(context));
        await reads.AnswerAsync(request, context, StatusCodes.Status201Created, made);
    }

    /// <summary>Replaces an object, or its status alone.</summary>
    public async Task UpdateAsync(ApiRequest request, HttpContext context, bool isStatus = false)
    {
        WriteOptionRules.Check(request);
        ContentNegotiation.FormatOf(context.Request);
        var body = await RequestBody.ReadObjectAsync(context, request.Kind.Kind);
        var document = FieldValidation.Decode(request, context, body);
        RequireSameNamespace(request, document);
        RequireSameName(request, document);
        if (!request.Kind.Strategy.AllowsUnconditionalUpdate && document.Text("metadata", "resourceVersion") is not { Length: > 0 })
        {
            throw ApiErrors.InvalidOption(request.Kind.Group, request.Kind.Plural, request.Name!, e => e.Unset("metadata.resourceVersion", "must be specified for an update"));
        }

        var changed = change.Change(request.Kind.Stored, request.Namespace!, request.Name!, isStatus, request.IsDryRun, _ => request.Kind.Store(document), Ownership(request, context).NoteUpdate, Warn(context));
        await reads.AnswerAsync(request, context, StatusCodes.Status200OK, changed);
    }

    /// <summary>Patches an object, or its status alone.</summary>
    public async Task PatchAsync(ApiRequest request, HttpContext context, bool isStatus = false)
    {
        var mediaType = RequestBody.MediaType(context.Request);
        WriteOptionRules.Check(request);
        ContentNegotiation.FormatOf(context.Request);
        if (mediaType == ApplyType)
        {
            await ApplyAsync(request, context, isStatus);
            return;
        }

        if (request.Parameter("force") is not null)
        {
            throw ApiErrors.InvalidOption("meta.k8s.io", "PatchOptions", "", e => e.Forbidden("force", "may not be specified for non-apply patch"));
        }

        if (!DocumentPatch.Supports(mediaType))
        {
            throw ApiErrors.UnsupportedPatch();
        }

        var patch = DocumentPatch.Parse(mediaType, await RequestBody.ReadAsync(context), request.Kind.Type);
        var changed = change.Change(request.Kind.Stored, request.Namespace!, request.Name!, isStatus, request.IsDryRun, current =>
        {
            var wanted = FieldValidation.Decode(request, context, patch.Apply(request.Kind.Show(current)));
            RequireSameNamespace(request, wanted);
            return request.Kind.Store(wanted);
        }, Ownership(request, context).NoteUpdate, Warn(context));
        await reads.AnswerAsync(request, context, StatusCodes.Status200OK, changed);
    }

    private async Task ApplyAsync(ApiRequest request, HttpContext context, bool isStatus)
    {
        if (request.Parameter("fieldManager") is null)
        {
            throw ApiErrors.InvalidOption("meta.k8s.io", "PatchOptions", "", e => e.Required("fieldManager", "is required for apply patch"));
        }

        var body = YamlReader.Parse(await RequestBody.ReadAsync(context), out var problem) as JsonObject
            ?? throw ApiErrors.BadRequest($"error decoding YAML: {problem ?? "the patch is no object"}");
        if (body.Items("metadata", "managedFields").Any())
        {
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        }

        var applied = FieldValidation.Decode(request, context, body);
        RequireSameNamespace(request, applied);
        RequireSameName(request, applied);
        applied.Metadata()["name"] = request.Name;
        foreach (var member in applied.Select(m => m.Key).Where(name => isStatus ? name is not ("kind" or "apiVersion" or "metadata" or "status") : name == "status" && request.Kind.Strategy.HasStatus).ToList())
        {
            applied.Remove(member);
        }

        var ownership = Ownership(request, context);
        JsonObject Change() => change.Change(
            request.Kind.Stored, request.Namespace!, request.Name!, isStatus, request.IsDryRun, current => request.Kind.Store(ownership.Apply(request.Kind.Show(current), applied, request.IsSet("force"))), warn: Warn(context));
        JsonObject? changed = null;
        try
        {
            changed = Change();
        }
        catch (ApiException missing) when (missing.Code == StatusCodes.Status404NotFound && !isStatus)
        {
            // Applying makes what is not there.
        }

        if (changed is not null)
        {
            await reads.AnswerAsync(request, context, StatusCodes.Status200OK, changed);
            return;
        }

        var made = creation.Create(request.Kind.Stored, request.Namespace!, request.Kind.Store(ownership.Create(applied)), request.IsDryRun, Warn(context));
        await reads.AnswerAsync(request, context, StatusCodes.Status201Created, made);
    }

    /// <summary>A client that names no field manager goes by the first word of its User-Agent.</summary>
    private FieldOwnership Ownership(ApiRequest request, HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString().Split('/')[0];
        var manager = request.Parameter("fieldManager") ?? (agent.Length == 0 ? "unknown" : agent);
        return new FieldOwnership(request.Kind, manager, request.Subresource ?? "", timeProvider.GetUtcNow().ToWireTime());
    }

    private static Action<string> Warn(HttpContext context) => text => ApiResponse.Warn(context, text);

    private static void RequireSameName(ApiRequest request, JsonObject document)
    {
        if (document.Text("metadata", "name") is { Length: > 0 } name && name != request.Name)
        {
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        }
    }

    private static void RequireSameNamespace(ApiRequest request, JsonObject document)
    {
        if (document.Text("metadata", "namespace") is { Length: > 0 } ns && ns != request.Namespace)
        {
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }
}
