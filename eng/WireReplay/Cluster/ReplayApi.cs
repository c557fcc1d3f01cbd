using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.WireReplay.Cluster;

/// <summary>Plain HTTPS to the embedded cluster, as any of the recorded identities.</summary>
internal sealed class ReplayApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly ClusterConnection _connection;
    private readonly string _admin;
    private string? _runner;

    private ReplayApi(ClusterConnection connection, string admin)
    {
        (_connection, _admin) = (connection, admin);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust() } }, disposeHandler: true)
        {
            BaseAddress = connection.Server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Null as long as the cluster does not answer.</summary>
    public static async Task<ReplayApi?> ConnectAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        if (!File.Exists(kubeconfig))
        {
            return null;
        }

        var connection = KubeConfig.Load(kubeconfig);
        var api = new ReplayApi(connection, (await connection.Credentials!.GetAsync(cancellationToken)).Token!);
        try
        {
            if ((await api.SendAsync("GET", "/readyz", null, null, null, Identity.Admin, cancellationToken)).Status == 200)
            {
                return api;
            }
        }
        catch (HttpRequestException)
        {
            // Not yet.
        }

        api.Dispose();
        return null;
    }

    /// <summary>The token of the recorded service account, from now on.</summary>
    public void UseRunner(string token) => _runner = token;

    public async Task<LiveAnswer> SendAsync(string method, string path, string? body, string? contentType, string? accept, Identity identity, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(method, path, body, contentType, accept, identity, cancellationToken);
        return await LiveAnswer.ReadAsync(response, cancellationToken);
    }

    /// <summary>Sends a request and returns as soon as the answer begins.</summary>
    public Task<HttpResponseMessage> OpenAsync(string method, string path, string? body, string? contentType, string? accept, Identity identity, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        request.Headers.Authorization = Token(identity) is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType ?? "application/json");
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends a JSON document as the admin and expects success.</summary>
    public async Task<JsonNode> RequireAsync(string method, string path, JsonNode? body, CancellationToken cancellationToken, string? contentType = null)
    {
        var answer = await SendAsync(method, path, body?.ToJsonString(), contentType, null, Identity.Admin, cancellationToken);
        return answer.Status < 300 ? answer.Json! : throw new InvalidOperationException($"{method} {path}: {answer.Status} {answer.Text}");
    }

    /// <summary>Asks for an upgrade that will be refused.</summary>
    public async Task<LiveAnswer> UpgradeAsync(string path, IEnumerable<string> protocols, Identity identity, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(identity));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await LiveAnswer.ReadAsync(response, cancellationToken);
    }

    /// <summary>Opens an exec session.</summary>
    public async Task<ClientWebSocket> ConnectSocketAsync(string path, IEnumerable<string> protocols, Identity identity, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        socket.Options.SetRequestHeader("Authorization", $"Bearer {Token(identity)}");
        var policy = Trust();
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain { ChainPolicy = policy };
            return certificate is X509Certificate2 presented && chain.Build(presented);
        };
        await socket.ConnectAsync(new Uri($"wss://{_connection.Server.Authority}{path}"), cancellationToken);
        return socket;
    }

    public void Dispose() => _http.Dispose();

    private string? Token(Identity identity) => identity switch
    {
        Identity.Admin => _admin,
        Identity.Runner => _runner ?? throw new InvalidOperationException("The runner has no token yet."),
        Identity.Unknown => "wrong",
        Identity.Anonymous => null,
        _ => throw new ArgumentOutOfRangeException(nameof(identity)),
    };

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_connection.CertificateAuthorities!);
        return policy;
    }
}
