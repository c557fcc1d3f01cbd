using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Reviews;
using Podclip.LocalCluster.Api.Subresources;
using Podclip.LocalCluster.Api.Tables;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>Everything the API server knows about one kind. Registering one of these adds the kind: routes, discovery, OpenAPI, tables.</summary>
internal sealed record ResourceKind
{
    /// <summary>Verbs of a kind without restrictions, as discovery lists them.</summary>
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>API group; empty for core.</summary>
    public required string Group { get; init; }

    /// <summary>API version.</summary>
    public required string Version { get; init; }

    /// <summary>Path segment, such as <c>jobs</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>Lower-case singular, such as <c>job</c>.</summary>
    public required string Singular { get; init; }

    /// <summary>Kind, such as <c>Job</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether objects live in a namespace.</summary>
    public bool IsNamespaced { get; init; } = true;

    /// <summary>What it allows.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>Short names for kubectl.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups for kubectl, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its defaults, checks and rules of change.</summary>
    public required ObjectStrategy Strategy { get; init; }

    /// <summary>Answers a create of which nothing is stored; null for kinds whose objects are.</summary>
    public IReview? Review { get; init; }

    /// <summary>Its subresources.</summary>
    public IReadOnlyList<ISubresource> Subresources { get; init; } = [];

    /// <summary>The fields that field selectors may name, beside metadata.name and metadata.namespace.</summary>
    public IReadOnlyDictionary<string, Func<JsonObject, string>> SelectableFields { get; init; } = new Dictionary<string, Func<JsonObject, string>>(StringComparer.Ordinal);

    /// <summary>What kubectl prints of it.</summary>
    public TableLayout Table { get; init; } = GenericTable.Layout;

    /// <summary>The kind whose objects it shows in another form; null for its own.</summary>
    public ResourceView? View { get; init; }

    /// <summary>The kind under which its objects are stored.</summary>
    public ResourceKind Stored => View?.Of ?? this;

    /// <summary>Its fields.</summary>
    public SchemaType Type => SchemaCatalog.Default[SchemaCatalog.NameOf(ApiVersion, Kind)];

    /// <summary>A stored object as this kind shows it.</summary>
    public JsonObject Show(JsonObject document) => View?.FromStored(document) ?? document;

    /// <summary>An object of this kind as it is stored.</summary>
    public JsonObject Store(JsonObject document) => View?.ToStored(document) ?? document;

    /// <summary>Group and version as written in an object.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Plural and group, as the store and error texts name it: <c>jobs.batch</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Kind and group: <c>Job.batch</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
