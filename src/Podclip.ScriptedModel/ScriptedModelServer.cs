using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Podclip.ScriptedModel.Endpoints;
using Podclip.ScriptedModel.Scenarios;

namespace Podclip.ScriptedModel;

/// <summary>A model endpoint on loopback that answers from scenario files.</summary>
/// <remarks>
/// It speaks the Anthropic Messages API and OpenAI's chat completions, streaming and not. Which turn of a scenario answers is read from the conversation in
/// the request, so an answer is the same after a restart; only faults that strike a number of times are counted here.
/// It asks for no credentials and keeps none.
/// </remarks>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 128 * 1024 * 1024;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RequestLog _log;
    private readonly ScenarioLibrary _library;
    private readonly ModelEndpoint _endpoint;
    private int _isDisposed;

    private ScriptedModelServer(ScriptedModelOptions options)
    {
        _library = ScenarioLibrary.Load(options.ScenarioDirectory);
        _library.Get(options.DefaultScenario);
        _log = new RequestLog(options.Time, options.OnRequest);
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Listen(IPAddress.Loopback, options.Port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(kestrel), transport, NullLoggerFactory.Instance);
        _endpoint = new ModelEndpoint(_library, options.DefaultScenario, _log, options.KeepsBodies, options.Time);
    }

    /// <summary>What agents take as their base URL; for chat completions it is that with <c>/v1</c> behind it.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>The latest requests, at most 10 000, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _log.Latest;

    /// <summary>The scenarios it knows, by name, with their descriptions.</summary>
    public IReadOnlyDictionary<string, string> Scenarios => _library.All.ToDictionary(scenario => scenario.Name, scenario => scenario.Description, StringComparer.Ordinal);

    /// <summary>Starts the endpoint.</summary>
    /// <param name="options">The set-up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running endpoint.</returns>
    /// <exception cref="ScenarioException">A scenario file is wrong, or the default scenario is unknown.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<ScriptedModelServer> StartAsync(ScriptedModelOptions options, CancellationToken cancellationToken)
    {
        var server = new ScriptedModelServer(options);
        try
        {
            await server._server.StartAsync(new HttpApplication(server._endpoint, server._stopping.Token), cancellationToken);
            server.BaseUrl = new Uri(server._server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the endpoint; requests that still wait are ended at once.</summary>
    /// <returns>A task that ends when it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _server.StopAsync(timeout.Token);
        _server.Dispose();
        _stopping.Dispose();
    }
}
