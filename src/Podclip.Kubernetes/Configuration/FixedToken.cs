using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration;

/// <summary>A token that never changes.</summary>
internal sealed class FixedToken(string token) : ICredentialSource
{
    private readonly Credential _credential = new() { Token = token };

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_credential);

    public bool Refuse(Credential refused) => false;
}
