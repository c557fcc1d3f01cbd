using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>Makes <c>meta.k8s.io/v1</c> Tables.</summary>
internal static class TableWriter
{
    /// <summary>A table of some objects.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="documents">The objects.</param>
    /// <param name="metadata">The table's own metadata.</param>
    /// <param name="includeObject">What each row carries of its object: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
    /// <param name="hasColumns">Whether the columns are described; in a watch only the first table does.</param>
    /// <param name="now">For ages.</param>
    public static JsonObject Table(TableLayout layout, IEnumerable<JsonObject> documents, JsonObject metadata, string includeObject, bool hasColumns, DateTimeOffset now) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = metadata,
        ["columnDefinitions"] = hasColumns ? new JsonArray([.. layout.Columns.Select(Column)]) : null,
        ["rows"] = new JsonArray([.. documents.Select(d => Row(layout, d, includeObject, now))]),
    };

    private static JsonNode Column(TableColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column == TableColumn.ObjectName ? "name" : "",
        ["description"] = column.Description,
        ["priority"] = column.IsWide ? 1 : 0,
    };

    private static JsonObject Row(TableLayout layout, JsonObject document, string includeObject, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. layout.Cells(document, now)]) };
        if (layout.Conditions(document) is { } conditions)
        {
            row["conditions"] = conditions;
        }

        row["object"] = includeObject switch
        {
            "None" => null,
            "Object" => document.DeepClone(),
            _ => new JsonObject
            {
                ["kind"] = "PartialObjectMetadata",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = document.At("metadata")?.DeepClone(),
            },
        };
        return row;
    }
}
