namespace Podclip.Kubernetes.Tests;

/// <summary>Answers requests in the process, without a network.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public static StubHandler Streaming(Func<Stream> body) =>
        new((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(body()) }));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answer(request, cancellationToken);
}
