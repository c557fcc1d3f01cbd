using System.Net.Http.Headers;

namespace Podclip.Kubernetes.Client;

/// <summary>One request, in a form that can be sent more than once.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, beginning with a slash.</param>
/// <param name="Action">What is being done, for messages: <c>creating Job default/x</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Action)
{
    /// <summary>The body, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether the answer may be compressed; never for streams, whose parts would wait in the compressor.</summary>
    public bool AllowCompression { get; init; }

    /// <summary>The headers of a WebSocket's handshake, or null for an ordinary request. HTTP/1.1 alone can do it everywhere.</summary>
    public HttpRequestHeaders? Upgrade { get; init; }
}
