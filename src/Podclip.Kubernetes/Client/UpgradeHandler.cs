namespace Podclip.Kubernetes.Client;

/// <summary>Lets a WebSocket's handshake be sent as any other request: with credentials, a time limit and errors in the server's words.</summary>
/// <param name="exchange">Sends a request with the handshake's headers.</param>
internal sealed class UpgradeHandler(Func<HttpRequestMessage, Task<HttpResponseMessage>> exchange) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => exchange(request);
}
