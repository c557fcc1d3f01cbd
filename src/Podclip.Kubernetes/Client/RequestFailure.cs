using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Client;

/// <summary>Turns what the server or the network said into a <see cref="KubernetesException"/>.</summary>
internal static class RequestFailure
{
    private const int MaxBodyBytes = 256 * 1024;
    private const int MaxMessageChars = 4096;

    // The API server answers 500 for these, although the same request succeeds a moment later: etcd elects a leader, a
    // webhook restarts, or the kubelet of a fresh node has no serving certificate yet.
    private static readonly string[] TransientTexts =
    [
        "etcdserver:",
        "leader changed",
        "context deadline exceeded",
        "request timed out",
        "i/o timeout",
        "transport is closing",
        "connection refused",
        "connection reset by peer",
        "code = Unavailable",
        "error dialing backend",
        "tls: internal error",
        "no endpoints available",
        "in the time allotted",
    ];

    public static async Task<KubernetesException> FromResponseAsync(
        ApiRequest request, HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = await ReadBoundedAsync(response, cancellationToken);
        var status = TryReadStatus(body);
        var message = status?.Message ?? FirstLine(body);
        return Create(request.Action, (int)response.StatusCode, response.ReasonPhrase, status, message, RetryAfter.Of(response.Headers, now));
    }

    /// <summary>The failure that an ERROR event of a watch carries.</summary>
    public static KubernetesException FromWatch(ApiRequest request, Status status) =>
        Create(request.Action, status.Code, reasonPhrase: null, status, status.Message, retryAfter: null);

    public static KubernetesException Timeout(ApiRequest request, Uri server, TimeSpan limit, Exception cause) =>
        new($"{request.Action}: no complete answer from {Origin(server)} within {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s", cause)
        {
            IsTransient = true,
        };

    public static KubernetesException Unreadable(ApiRequest request, Exception? cause) =>
        new($"{request.Action}: the server's answer cannot be read: {cause?.Message ?? "it is null"}", cause);

    public static KubernetesException Network(ApiRequest request, Uri server, Exception cause)
    {
        // A certificate that is not trusted stays so; a connection that broke during the handshake may not.
        var untrusted = Chain(cause).Any(e => e is AuthenticationException) && !Chain(cause).Any(e => e is SocketException or IOException);
        return new($"{request.Action}: cannot reach {Origin(server)}: {Describe(cause)}", cause) { IsTransient = !untrusted };
    }

    public static KubernetesException Cut(ApiRequest request, string why, Exception? cause) =>
        new($"{request.Action}: the stream was cut: {why}", cause) { IsTransient = true };

    /// <summary>Whether <paramref name="exception"/> is one that sockets, TLS and HTTP throw when the peer or the way to it fails.</summary>
    public static bool IsNetwork(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or AuthenticationException;

    public static string Describe(Exception exception)
    {
        foreach (var inner in Chain(exception))
        {
            switch (inner)
            {
                case AuthenticationException:
                    return FirstLine(inner.Message);
                case SocketException socket:
                    return Describe(socket.SocketErrorCode, socket.Message);
                case TimeoutException:
                    return "no connection in time";
            }
        }

        return FirstLine(Chain(exception).Last().Message);
    }

    private static KubernetesException Create(
        string action, int? code, string? reasonPhrase, Status? status, string? message, TimeSpan? retryAfter)
    {
        retryAfter ??= RetryAfter.Of(status?.Details);
        var reason = string.IsNullOrEmpty(status?.Reason) ? null : status.Reason;
        var text = new StringBuilder(action).Append(": ").Append($"{code} {reason ?? reasonPhrase}".Trim());
        if (!string.IsNullOrEmpty(message))
        {
            text.Append(": ").Append(message.Length > MaxMessageChars ? message[..MaxMessageChars] : message);
        }

        return new KubernetesException(text.ToString())
        {
            StatusCode = code,
            Reason = reason,
            Status = status,
            RetryAfter = retryAfter,
            IsTransient = IsTransient(code, status, message, retryAfter),
        };
    }

    private static bool IsTransient(int? code, Status? status, string? message, TimeSpan? retryAfter) => code switch
    {
        408 or 502 or 503 or 504 => true,

        // The eviction API says 429 when a disruption budget forbids the eviction: only other pods can change that.
        429 => !(status?.Details?.Causes?.Any(c => c.Reason == "DisruptionBudget") ?? false),
        500 => retryAfter is not null || TransientTexts.Any(t => message?.Contains(t, StringComparison.OrdinalIgnoreCase) ?? false),
        _ => false,
    };

    private static string Describe(SocketError error, string message) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound or SocketError.NoData => "host not found",
        SocketError.TryAgain => "host name cannot be resolved now",
        SocketError.TimedOut => "timed out",
        SocketError.HostUnreachable => "host unreachable",
        SocketError.NetworkUnreachable => "network unreachable",
        _ => FirstLine(message),
    };

    private static async Task<byte[]> ReadBoundedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        await using var body = await ApiTransport.OpenBodyAsync(response, cancellationToken);
        var chunk = new byte[4096];
        int read;
        while (kept.Length < MaxBodyBytes && (read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            await kept.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return kept.ToArray();
    }

    private static Status? TryReadStatus(byte[] body)
    {
        try
        {
            var status = JsonSerializer.Deserialize(body, KubernetesJson.Default.Status);
            return status?.Kind == "Status" ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string FirstLine(byte[] body) => FirstLine(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 400))));

    private static string FirstLine(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.IndexOfAny('\r', '\n');
        return new string(end < 0 ? trimmed : trimmed[..end]);
    }

    // Without a user and password that somebody wrote into the address.
    private static string Origin(Uri server) => $"{server.Scheme}://{server.Authority}";

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }
}
