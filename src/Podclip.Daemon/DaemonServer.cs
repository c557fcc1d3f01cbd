using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Podclip.Daemon.Clusters;
using Podclip.Daemon.Http;
using Podclip.Daemon.Processes;
using Podclip.Daemon.Runs;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Daemon;

/// <summary>
/// Executes runs for others, who may come and go: a run belongs to the daemon, not to the connection that asked for it. What is told of it is on
/// disk before anybody sees it, so neither a caller's death nor the daemon's loses a line.
/// </summary>
public sealed class DaemonServer : IAsyncDisposable
{
    // A prompt may be large, and stands in the body.
    private const long MostBodyBytes = 256L << 20;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly DaemonOptions _options;
    private readonly DaemonFiles _files;
    private readonly IDisposable _lock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SharedClusters _clusters;
    private readonly RunRegistry _runs;
    private readonly WebApplication _app;
    private readonly string? _socket;

    private DaemonServer(DaemonOptions options, DaemonFiles files, IDisposable own)
    {
        (_options, _files, _lock) = (options, files, own);
        _socket = options.Address is null ? options.Socket ?? files.DefaultSocket() : null;
        _clusters = new SharedClusters(options.Clusters, options.TimeProvider);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(options.Log).SetMinimumLevel(LogLevel.Warning).AddFilter("Podclip", LogLevel.Information);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(Listen);
        _app = builder.Build();
        _runs = new RunRegistry(files, _clusters, options.Host, options.TimeProvider, _app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Podclip.Daemon"));
        Map();
    }

    /// <summary>How it is found.</summary>
    public DaemonProcess Process { get; private set; } = null!;

    /// <summary>Completes when it is to end: a caller said so, or it drained.</summary>
    public Task StopAsked => Task.WhenAny(_stopAsked.Task, _runs.Drained);

    /// <summary>What it serves: methods and paths.</summary>
    internal IEnumerable<string> Routes => ((IEndpointRouteBuilder)_app).DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Order < int.MaxValue) // the fallback's
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}") ?? []);

    /// <summary>Starts it and takes up what an earlier one of the same state directory left.</summary>
    /// <param name="options">What it works with.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The daemon, listening.</returns>
    /// <exception cref="DaemonStartException">Another one serves the state directory, or it cannot listen.</exception>
    public static async Task<DaemonServer> StartAsync(DaemonOptions options, CancellationToken cancellationToken)
    {
        var files = new DaemonFiles(options.State);
        var own = files.TryLock() ?? throw new DaemonStartException($"Another daemon serves {options.State.Path} already{Describe(files.Read())}.") { IsServed = true };
        var server = new DaemonServer(options, files, own);
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await server.DisposeAsync();
            throw new DaemonStartException($"The daemon cannot listen at {server._socket ?? options.Address!.ToString()}: {e.Message}", e);
        }
    }

    /// <summary>Takes no new runs; <see cref="StopAsked"/> completes when none is live.</summary>
    public void Drain() => _runs.Drain();

    /// <summary>Lets go of all runs, whose Jobs go on, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _runs.Stop();
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(timeout.Token);
        await _clusters.DisposeAsync();
        await _runs.DisposeAsync();
        await _app.DisposeAsync();
        if (Process is not null)
        {
            _files.Remove();
        }

        if (_socket is not null)
        {
            File.Delete(_socket);
        }

        _lock.Dispose();
        _stopping.Dispose();
    }

    private static string Describe(DaemonProcess? process) => process is null ? "" : $", as process {process.Pid}, at {process.Socket ?? process.Url}";

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null; // a host that is slow to take the log must not lose it
        if (_socket is null)
        {
            kestrel.Listen(_options.Address!);
            return;
        }

        File.Delete(_socket); // we hold the lock: nobody listens there any more
        kestrel.ListenUnixSocket(_socket);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        if (_socket is not null)
        {
            File.SetUnixFileMode(_socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _runs.Open();
        Process = new DaemonProcess
        {
            Socket = _socket,
            Url = _socket is null ? _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() : null,
            TokenFile = _socket is null ? _options.TokenFile : null,
            Pid = Environment.ProcessId,
            Version = _options.Version,
            StartedAt = _options.TimeProvider.GetUtcNow(),
        };
        _files.Write(Process);
    }

    private void Map()
    {
        if (_options.Address is not null)
        {
            _app.Use(new BearerToken(ReadToken()).InvokeAsync);
        }

        _app.MapGet("/v1/health", http => http.WriteAsync(StatusCodes.Status200OK, Health(), DaemonJson.Plain.Health));
        _app.MapGet("/openapi.json", OpenApiDocument.WriteAsync);
        _app.MapPost("/v1/stop", StopAsync);
        new AdapterEndpoints(new EnvironmentTester(_clusters, _options.Host, _options.TimeProvider), _options.Host).Map(_app);
        new RunEndpoints(_runs, _options.TimeProvider, _stopping.Token).Map(_app);
        _app.MapFallback(http => http.RefuseAsync(
            StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is nothing here", $"{http.Request.Method} {http.Request.Path} is not served; see /openapi.json."));
    }

    private Health Health() => new()
    {
        Status = _runs.IsDraining ? "draining" : "ok",
        Version = Process.Version,
        Protocol = Process.Protocol,
        Pid = Process.Pid,
        StartedAt = Process.StartedAt,
        Runs = new Health.RunCount(_runs.Live),
    };

    private async Task StopAsync(HttpContext http)
    {
        if (await http.ReadAsync(DaemonJson.Plain.StopRequest) is not { } asked)
        {
            return;
        }

        if (asked.Drain)
        {
            _runs.Drain();
        }
        else
        {
            http.Response.OnCompleted(() =>
            {
                _stopAsked.TrySetResult();
                return Task.CompletedTask;
            });
        }

        await http.WriteAsync(StatusCodes.Status202Accepted, Health(), DaemonJson.Plain.Health);
    }

    private string ReadToken()
    {
        var file = _options.TokenFile ?? throw new InvalidOperationException("An address needs a token file.");
        if (!File.Exists(file))
        {
            using var created = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            using var writer = new StreamWriter(created);
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : throw new IOException($"The token file {file} is empty.");
    }
}
