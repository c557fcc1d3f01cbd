using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Api.Tables;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Answers get and list.</summary>
internal sealed class ReadHandler(ObjectStore store, TimeProvider timeProvider)
{
    private const string ContinueExpired = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    /// <summary>Answers one object.</summary>
    public Task GetAsync(ApiRequest request, HttpContext context)
    {
        var found = store.Find(request.Kind.Stored.QualifiedName, request.Namespace!, request.Name!) ?? throw ApiErrors.NotFound(request.Kind, request.Name!);
        return AnswerAsync(request, context, StatusCodes.Status200OK, found.Document);
    }

    /// <summary>Answers one object in the form that was asked for.</summary>
    public Task AnswerAsync(ApiRequest request, HttpContext context, int code, JsonObject document) =>
        ApiResponse.WriteAsync(context, code, ContentNegotiation.FormatOf(context.Request) switch
        {
            AnswerFormat.Table => Table(request, [document], new JsonObject { ["resourceVersion"] = document.Text("metadata", "resourceVersion") }),
            AnswerFormat.Metadata => new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = document.At("metadata")?.DeepClone() },
            _ => request.Kind.Show(document),
        });

    /// <summary>Answers a list, whole or by pages.</summary>
    public Task ListAsync(ApiRequest request, HttpContext context)
    {
        var format = ContentNegotiation.FormatOf(context.Request);
        var selector = ObjectSelector.Of(request);
        var (items, version) = Find(request);
        var matching = items.Where(selector.Matches).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        var page = Page(request, matching, version, selector, metadata);
        var documents = page.Select(s => s.Document);
        return format switch
        {
            AnswerFormat.Table => ApiResponse.WriteAsync(context, StatusCodes.Status200OK, Table(request, documents, metadata)),
            AnswerFormat.Metadata => ApiResponse.WriteListAsync(context, "PartialObjectMetadataList", "meta.k8s.io/v1", metadata, documents.Select(OnlyMetadata)),
            _ => ApiResponse.WriteListAsync(context, request.Kind.Kind + "List", request.Kind.ApiVersion, metadata, documents.Select(request.Kind.Show)),
        };
    }

    private static JsonObject OnlyMetadata(JsonObject document) => new() { ["metadata"] = document.At("metadata")?.DeepClone() };

    private static List<StoredObject> Page(ApiRequest request, List<StoredObject> matching, long version, ObjectSelector selector, JsonObject metadata)
    {
        if (!long.TryParse(request.Parameter("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit <= 0)
        {
            limit = long.MaxValue;
        }

        if (request.Parameter("continue") is { } text)
        {
            var start = ContinueToken.Parse(text).Start;
            matching = [.. matching.SkipWhile(s => string.CompareOrdinal(ContinueToken.KeyOf(s, request.Namespace is null), start) < 0)];
        }

        if (matching.Count <= limit)
        {
            return matching;
        }

        var page = matching.GetRange(0, (int)limit);
        metadata["continue"] = new ContinueToken(version, ContinueToken.KeyOf(page[^1], request.Namespace is null) + "\0").ToString();
        if (!selector.IsSelective)
        {
            metadata["remainingItemCount"] = matching.Count - page.Count;
        }

        return page;
    }

    private JsonObject Table(ApiRequest request, IEnumerable<JsonObject> documents, JsonObject metadata) =>
        TableWriter.Table(request.Kind.Table, documents, metadata, request.Parameter("includeObject") ?? "Metadata", hasColumns: true, timeProvider.GetUtcNow());

    private (IReadOnlyList<StoredObject> Items, long Version) Find(ApiRequest request)
    {
        var resource = request.Kind.Stored.QualifiedName;
        ListOptionRules.RequireVersionWithMatch(request);
        if (request.Parameter("continue") is { } text)
        {
            var token = ContinueToken.Parse(text);
            return token.Version < 0 ? store.List(resource, request.Namespace) : (AtVersion(request, token), token.Version);
        }

        if (ListOptionRules.VersionOf(request) is not ({ } version and > 0))
        {
            return store.List(resource, request.Namespace);
        }

        if (version > store.Version)
        {
            throw ApiErrors.VersionTooLarge(version, store.Version);
        }

        if (request.Parameter("resourceVersionMatch") != "Exact")
        {
            return store.List(resource, request.Namespace);
        }

        try
        {
            return (store.ListAt(resource, request.Namespace, version), version);
        }
        catch (VersionExpiredException)
        {
            throw ApiErrors.Expired("The resourceVersion for the provided list is too old.");
        }
    }

    private IReadOnlyList<StoredObject> AtVersion(ApiRequest request, ContinueToken token)
    {
        try
        {
            return store.ListAt(request.Kind.Stored.QualifiedName, request.Namespace, token.Version);
        }
        catch (VersionExpiredException)
        {
            throw ApiErrors.Expired(ContinueExpired, new ContinueToken(-1, token.Start.TrimStart('/')).ToString());
        }
    }
}
