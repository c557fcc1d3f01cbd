using System.Net;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests;

/// <summary>What the server answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode? Json => ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true ? JsonNode.Parse(Text) : null;

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, text, response.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal), headers);
    }
}
