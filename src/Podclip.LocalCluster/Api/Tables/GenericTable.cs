using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>Name and age, for kinds without columns of their own.</summary>
internal static class GenericTable
{
    /// <summary>The layout.</summary>
    public static TableLayout Layout { get; } = With([]);

    /// <summary>Name, some columns, age.</summary>
    public static TableLayout With(IReadOnlyList<(TableColumn Column, Func<JsonObject, JsonNode?> Cell)> between) => new(
        [TableColumn.ObjectName, .. between.Select(b => b.Column), TableColumn.Age],
        (document, now) => [document.Text("metadata", "name"), .. between.Select(b => b.Cell(document)), HumanDuration.Age(document, now)]);
}
