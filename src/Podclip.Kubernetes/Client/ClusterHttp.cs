using System.Security.Cryptography.X509Certificates;

namespace Podclip.Kubernetes.Client;

/// <summary>
/// The connections to one API server. A connection proves its certificate once, when it is made, so another certificate needs
/// other connections; requests and streams on the former ones go on.
/// </summary>
internal sealed class ClusterHttp : IDisposable
{
    private readonly Func<X509Certificate2?, HttpMessageHandler> _create;
    private readonly Lock _lock = new();
    private X509Certificate2? _certificate;
    private HttpMessageInvoker? _current;
    private HttpMessageInvoker? _former;
    private bool _disposed;

    /// <summary>Connections that <paramref name="create"/> makes for a certificate.</summary>
    public ClusterHttp(Func<X509Certificate2?, HttpMessageHandler> create) => _create = create;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, X509Certificate2? certificate, CancellationToken cancellationToken) =>
        InvokerFor(certificate).SendAsync(message, cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _current?.Dispose();
            _former?.Dispose();
        }
    }

    private HttpMessageInvoker InvokerFor(X509Certificate2? certificate)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is not null && _certificate?.Thumbprint == certificate?.Thumbprint)
            {
                return _current;
            }

            // The one before may just be about to be sent through; the one before that has had a certificate's life to finish.
            _former?.Dispose();
            _former = _current;
            _certificate = certificate;
            _current = new HttpMessageInvoker(_create(certificate), disposeHandler: true);
            return _current;
        }
    }
}
