using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Selectors;

/// <summary>Reads field selectors as <c>metadata.name=x,status.phase!=Running</c>.</summary>
internal static class FieldSelectorParser
{
    /// <summary>A condition on documents of a kind.</summary>
    /// <exception cref="ApiException">It cannot be read, or names a field that cannot be selected by.</exception>
    public static Func<JsonObject, bool> Parse(string text, ResourceKind kind)
    {
        var conditions = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => ParseTerm(term, kind)).ToList();
        return document => conditions.TrueForAll(condition => condition(document));
    }

    private static Func<JsonObject, bool> ParseTerm(string term, ResourceKind kind)
    {
        foreach (var sign in (ReadOnlySpan<string>)["!=", "==", "="])
        {
            var at = term.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0)
            {
                var read = Reader(term[..at].Trim(), kind);
                var value = term[(at + sign.Length)..].Trim();
                return sign == "!=" ? document => read(document) != value : document => read(document) == value;
            }
        }

        throw ApiErrors.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
    }

    private static Func<JsonObject, string> Reader(string field, ResourceKind kind) => field switch
    {
        "metadata.name" => d => d.Text("metadata", "name") ?? "",
        "metadata.namespace" when kind.IsNamespaced => d => d.Text("metadata", "namespace") ?? "",
        _ => kind.SelectableFields.TryGetValue(field, out var read)
            ? read
            : throw ApiErrors.BadRequest($"field label \"{field}\" not supported for {kind.Kind}"),
    };
}
