using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Where the next page of a list starts.</summary>
/// <param name="Version">The version all pages are of; -1 goes on with whatever is newest.</param>
/// <param name="Start">The first key of the next page.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    private const string Form = "meta.k8s.io/v1";

    /// <summary>The key that pages are cut by. One that ends in a zero byte comes right after the key without it.</summary>
    public static string KeyOf(StoredObject stored, bool isAcrossNamespaces) =>
        isAcrossNamespaces ? $"/{stored.Namespace}/{stored.Name}" : $"/{stored.Name}";

    /// <summary>Reads a token.</summary>
    /// <exception cref="ApiException">It is none of ours.</exception>
    public static ContinueToken Parse(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
        var buffer = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, buffer, out var length))
        {
            throw ApiErrors.BadRequest("invalid continue token: continue key is not valid: illegal base64 data");
        }

        var parsed = RequestBody.Parse(buffer[..length], out _);
        if (parsed is null)
        {
            throw ApiErrors.BadRequest($"invalid continue token: continue key is not valid: invalid character '{(char)buffer[0]}' looking for beginning of value");
        }

        return parsed.Text("v") == Form && parsed.Number("rv") is { } version && parsed.Text("start") is { Length: > 0 } start
            ? new ContinueToken(version, start.StartsWith('/') ? start : "/" + start)
            : throw ApiErrors.BadRequest("invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    }

    /// <inheritdoc />
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["v"] = Form, ["rv"] = Version, ["start"] = Start }.ToJsonString()));
}
