using Microsoft.AspNetCore.Http;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Reads the Accept header.</summary>
internal static class ContentNegotiation
{
    /// <summary>The first form in the header that this server has.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static AnswerFormat FormatOf(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
        {
            return AnswerFormat.Json;
        }

        foreach (var range in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is "application/json" or "*/*" or "application/*")
            {
                switch (ParameterOf(parts, "as"))
                {
                    case null:
                        return AnswerFormat.Json;
                    case "Table" when ParameterOf(parts, "v") == "v1":
                        return AnswerFormat.Table;
                    case "PartialObjectMetadata" or "PartialObjectMetadataList" when ParameterOf(parts, "v") == "v1":
                        return AnswerFormat.Metadata;
                    default:
                        continue;
                }
            }
        }

        throw ApiErrors.NotAcceptable();
    }

    /// <summary>Whether discovery may be answered in one aggregated document.</summary>
    public static bool TakesAggregatedDiscovery(HttpRequest request) =>
        request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries).Any(range =>
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            return ParameterOf(parts, "as") == "APIGroupDiscoveryList" && ParameterOf(parts, "v") == "v2";
        });

    private static string? ParameterOf(string[] parts, string name) =>
        parts.Skip(1).Select(p => p.Split('=', 2)).FirstOrDefault(p => p.Length == 2 && p[0] == name)?[1];
}
