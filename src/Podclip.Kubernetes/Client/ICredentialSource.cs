namespace Podclip.Kubernetes.Client;

/// <summary>Gives the credential to send; asked before every request, so that rotated ones are picked up.</summary>
public interface ICredentialSource
{
    /// <summary>The credential now.</summary>
    /// <param name="cancellationToken">Ends the wait, which the source bounds by itself too.</param>
    /// <returns>The credential.</returns>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Learns that the server refused a credential (401), so that the next one asked for is not the same out of habit.</summary>
    /// <param name="refused">The credential.</param>
    /// <returns>Whether asking again may give another one.</returns>
    bool Refuse(Credential refused);
}
