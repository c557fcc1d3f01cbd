using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Podclip.Kubernetes.Client;

/// <summary>Sends requests to one API server: credentials, time limits, the server's clock, and errors as one exception type.</summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("podclip", typeof(ApiTransport).Assembly.GetName().Version?.ToString(3) ?? "0");

    private static readonly TimeSpan SocketPing = TimeSpan.FromSeconds(15);

    // As kubectl: a reader that leaves a full stream alone for that long loses it, since the answers lie behind the data.
    private static readonly TimeSpan SocketPingLimit = TimeSpan.FromSeconds(60);

    private readonly ClusterConnection _connection;
    private readonly KubernetesClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterHttp _http;
    private readonly string _basePath;
    private long _serverDateTicks;

    public ApiTransport(ClusterConnection connection, KubernetesClientOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _http = new ClusterHttp(certificate => handler ?? ClusterHttpHandler.Create(connection, options, certificate));
        _basePath = connection.Server.AbsolutePath.TrimEnd('/');
    }

    public DateTimeOffset? ServerDate =>
        Interlocked.Read(ref _serverDateTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Sends a request and reads its answer, all within the request's time limit.</summary>
    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> json, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(_options.RequestTimeout, _time, cancellationToken);
        try
        {
            using var response = await ExchangeAsync(request, limit);
            await using var body = await OpenBodyAsync(response, limit.Token);
            return await JsonSerializer.DeserializeAsync(body, json, limit.Token) ?? throw RequestFailure.Unreadable(request, null);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Translate(request, e, limit);
        }
    }

    /// <summary>Opens a stream; <paramref name="headerLimit"/> bounds the wait for its head, nothing bounds its length.</summary>
    /// <returns>The response, to be disposed by the caller; it is a success.</returns>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, TimeSpan headerLimit, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(headerLimit, _time, cancellationToken);
        try
        {
            return await ExchangeAsync(request, limit);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Translate(request, e, limit);
        }
    }

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="request">What to ask for.</param>
    /// <param name="protocols">The subprotocols offered, the best first.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>The open socket, to be disposed by the caller.</returns>
    public async Task<WebSocket> OpenSocketAsync(ApiRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(_options.RequestTimeout, _time, cancellationToken);
        using var invoker = new HttpMessageInvoker(new UpgradeHandler(handshake => ExchangeAsync(request with { Upgrade = handshake.Headers }, limit)));
        var socket = new ClientWebSocket { Options = { KeepAliveInterval = SocketPing, KeepAliveTimeout = SocketPingLimit } };
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(_connection.Server) { Scheme = "wss" }.Uri, invoker, limit.Token);
            return socket;
        }
        catch (Exception e) when (e is WebSocketException || IsFailure(e))
        {
            socket.Dispose();
            var cause = e is WebSocketException { InnerException: { } inner } ? inner : e;
            throw cause is KubernetesException failure ? failure : Translate(request, cause, limit);
        }
    }

    public static async Task<Stream> OpenBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> ExchangeAsync(ApiRequest request, RequestLimit limit)
    {
        var credential = await ReadCredentialAsync(request, limit.Token);
        var response = await SendAsync(request, credential, limit);
        if (response.StatusCode == HttpStatusCode.Unauthorized && credential is not null && _connection.Credentials!.Refuse(credential))
        {
            limit.Pause();
            var other = await ReadCredentialAsync(request, limit.Token);
            if (!other!.IsSame(credential))
            {
                response.Dispose();
                response = await SendAsync(request, other, limit);
            }
        }

        if (request.Upgrade is null ? response.IsSuccessStatusCode : response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            return response;
        }

        using (response)
        {
            throw await RequestFailure.FromResponseAsync(request, response, _time.GetUtcNow(), limit.Token);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, Credential? credential, RequestLimit limit)
    {
        limit.Run();
        using var message = CreateMessage(request, credential?.Token);
        var response = await _http.SendAsync(message, credential?.ClientCertificate ?? _connection.ClientCertificate, limit.Token);
        if (response.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _serverDateTicks, date.UtcTicks);
        }

        return response;
    }

    private HttpRequestMessage CreateMessage(ApiRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_connection.Server, _basePath + request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(UserAgent);
        if (request.AllowCompression)
        {
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        }

        foreach (var (name, values) in request.Upgrade?.NonValidated ?? default)
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Upgrade is not null)
        {
            message.Version = HttpVersion.Version11;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        // The Host header is also the name that the TLS handshake asks for and checks.
        message.Headers.Host = _connection.TlsServerName;
        message.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
        }

        return message;
    }

    private async ValueTask<Credential?> ReadCredentialAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (_connection.Credentials is not { } source)
        {
            return null;
        }

        try
        {
            var credential = await source.GetAsync(cancellationToken);
            return credential.Token?.Any(char.IsControl) is true ? throw new InvalidDataException("the token holds a control character") : credential;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new KubernetesException($"{request.Action}: no credential: {e.Message}", e) { LacksCredential = true };
        }
    }

    private static bool IsFailure(Exception exception) =>
        exception is OperationCanceledException or JsonException or InvalidDataException || RequestFailure.IsNetwork(exception);

    /// <summary>What to throw instead of <paramref name="exception"/>.</summary>
    private Exception Translate(ApiRequest request, Exception exception, RequestLimit limit) => exception switch
    {
        _ when limit.Caller.IsCancellationRequested => new OperationCanceledException(exception.Message, exception, limit.Caller),
        OperationCanceledException when limit.HasExpired => RequestFailure.Timeout(request, _connection.Server, limit.Duration, exception),
        JsonException or InvalidDataException or WebSocketException => RequestFailure.Unreadable(request, exception),

        // The handler reports its own connect timeout as a cancellation.
        _ => RequestFailure.Network(request, _connection.Server, exception),
    };
}
