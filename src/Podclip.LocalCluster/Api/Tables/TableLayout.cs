using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>How kubectl prints a kind.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Cells">The cells of an object at a moment, one for each column.</param>
internal sealed record TableLayout(IReadOnlyList<TableColumn> Columns, Func<JsonObject, DateTimeOffset, IReadOnlyList<JsonNode?>> Cells)
{
    /// <summary>What a row says about its object beside the cells; null for nothing.</summary>
    public Func<JsonObject, JsonArray?> Conditions { get; init; } = _ => null;
}
