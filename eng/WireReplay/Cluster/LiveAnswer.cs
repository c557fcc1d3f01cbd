using System.Text;
using System.Text.Json;

namespace Podclip.WireReplay.Cluster;

/// <summary>What the embedded cluster answered.</summary>
internal sealed record LiveAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The document, when it is one.</summary>
    public JsonNode? Json
    {
        get
        {
            if (Header("Content-Type") is not { } type || !type.StartsWith("application/json", StringComparison.Ordinal))
            {
                return null;
            }

            try
            {
                return JsonNode.Parse(Bytes);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<LiveAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new LiveAnswer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
