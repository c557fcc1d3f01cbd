using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>A credential that a plugin printed.</summary>
internal sealed class IssuedCredential
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _renewFrom;

    private IssuedCredential(Credential credential, DateTimeOffset? expires, DateTimeOffset now)
    {
        Credential = credential;

        // A quarter of a short life is kept for the way to the server and for clocks that differ.
        _renewFrom = expires is not { } end ? DateTimeOffset.MaxValue : end - TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, Math.Abs((end - now).Ticks) / 4));
    }

    public Credential Credential { get; }

    /// <summary>Reads what a plugin printed. No message quotes it.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="output">Its output.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="KubernetesException">It is no credential.</exception>
    public static IssuedCredential Read(ExecPlugin plugin, ReadOnlyMemory<byte> output, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential")
            {
                throw plugin.Failure("it printed something else than an ExecCredential");
            }

            if (Text(root, "apiVersion") != plugin.ApiVersion)
            {
                throw plugin.Failure($"its answer is not of {plugin.ApiVersion}");
            }

            if (!root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
            {
                throw plugin.Failure("its answer has no status");
            }

            return new IssuedCredential(ReadCredential(plugin, status), ReadExpiry(plugin, status), now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's own text may quote what it stumbled over.
            throw plugin.Failure("its output is no JSON of an ExecCredential");
        }
    }

    public bool IsFresh(DateTimeOffset now) => now < _renewFrom;

    private static Credential ReadCredential(ExecPlugin plugin, JsonElement status)
    {
        var token = Text(status, "token");
        var certificate = Text(status, "clientCertificateData");
        var key = Text(status, "clientKeyData");
        if ((certificate is null) != (key is null))
        {
            throw plugin.Failure(key is null ? "it gave a clientCertificateData without a clientKeyData" : "it gave a clientKeyData without a clientCertificateData");
        }

        if (token is null && certificate is null)
        {
            throw plugin.Failure("it gave neither a token nor a client certificate");
        }

        try
        {
            return new Credential { Token = token, ClientCertificate = certificate is null ? null : X509Certificate2.CreateFromPem(certificate, key) };
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw plugin.Failure("its client certificate and key cannot be used together");
        }
    }

    private static DateTimeOffset? ReadExpiry(ExecPlugin plugin, JsonElement status)
    {
        if (Text(status, "expirationTimestamp") is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw plugin.Failure("its expirationTimestamp is no time");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.GetString() is { Length: > 0 } text ? text : null;
}
