using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Podclip.ScriptedModel.Endpoints;

namespace Podclip.ScriptedModel;

/// <summary>Connects the web server with the endpoint; no host, no middleware, nothing that listens to signals or writes logs.</summary>
internal sealed class HttpApplication(ModelEndpoint endpoint, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await endpoint.HandleAsync(context, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // The context holds nothing of its own; the server owns its features.
    }
}
