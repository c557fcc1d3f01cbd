using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Security;

namespace Podclip.LocalCluster.Api;

/// <summary>The HTTPS listener on loopback. Keeps its port across restarts.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const int StreamsPerConnection = 250;
    private const int Attempts = 20;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private ApiServer(WebApplication app, CancellationTokenSource stopping, Uri address)
    {
        _app = app;
        _stopping = stopping;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="port">The wanted port; 0 takes the one of <paramref name="portFile"/>, or any.</param>
    /// <param name="portFile">Where the port is remembered.</param>
    /// <param name="loggerFactory">Where the listener's faults are logged.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The listening server.</returns>
    /// <exception cref="ClusterStartException">The port is taken.</exception>
    public static async Task<ApiServer> StartAsync(RequestPipeline pipeline, X509Certificate2 certificate, int port, string portFile, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        var wanted = port != 0 ? port : RememberedPort(portFile);
        for (var attempt = 0; ; attempt++)
        {
            var candidate = wanted != 0 ? wanted : attempt < Attempts ? PortChoice.Next() : 0;
            var stopping = new CancellationTokenSource();
            var app = Build(pipeline, certificate, candidate, loggerFactory, stopping.Token);
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (IOException taken)
            {
                await app.DisposeAsync();
                stopping.Dispose();
                if (candidate != wanted)
                {
                    continue;
                }

                throw new ClusterStartException($"port {wanted.ToString(CultureInfo.InvariantCulture)} on 127.0.0.1 is taken by another program: free it, or delete {portFile} to let the cluster choose another", taken);
            }

            return Listening(app, stopping, portFile);
        }
    }

    private static ApiServer Listening(WebApplication app, CancellationTokenSource stopping, string portFile)
    {
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        OwnerOnlyFile.Write(portFile, address.Port.ToString(CultureInfo.InvariantCulture));
        return new ApiServer(app, stopping, address);
    }

    /// <summary>Ends all streams and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using (var deadline = new CancellationTokenSource(StopTimeout))
        {
            await _app.StopAsync(deadline.Token);
        }

        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static int RememberedPort(string portFile) =>
        File.Exists(portFile) && int.TryParse(File.ReadAllText(portFile), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port < 65536 ? port : 0;

    private static WebApplication Build(RequestPipeline pipeline, X509Certificate2 certificate, int port, ILoggerFactory loggerFactory, CancellationToken stopping)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggerFactory);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;

            // A watch or log may be quiet, or its reader paused, for as long as they like.
            options.Limits.MinResponseDataRate = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate);
            });
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context => pipeline.HandleAsync(context, stopping));
        return app;
    }
}
