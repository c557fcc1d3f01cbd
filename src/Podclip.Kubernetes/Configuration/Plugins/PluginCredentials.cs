using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>
/// Credentials that a plugin prints. One is used until shortly before its end, or until the server refuses it. The plugin runs
/// once at a time: who comes meanwhile takes part in its outcome, be it a credential or a failure.
/// </summary>
#pragma warning disable CA1001 // A semaphore that nobody waits for by handle holds nothing to dispose of.
internal sealed class PluginCredentials(ExecPlugin plugin, TimeProvider time) : ICredentialSource
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile IssuedCredential? _issued;
    private volatile KubernetesException? _failure;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Current() is { } current)
        {
            return current;
        }

        var (formerIssued, formerFailure) = (_issued, _failure);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_issued is { } issued && issued != formerIssued)
            {
                return issued.Credential;
            }

            if (_failure is { } failure && failure != formerFailure)
            {
                throw new KubernetesException(failure.Message, failure);
            }

            return await IssueAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public bool Refuse(Credential refused)
    {
        if (_issued is { } issued && issued.Credential == refused)
        {
            Interlocked.CompareExchange(ref _issued, null, issued);
        }

        return true;
    }

    private Credential? Current() => _issued is { } issued && issued.IsFresh(time.GetUtcNow()) ? issued.Credential : null;

    private async Task<Credential> IssueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var output = await ExecPluginProcess.RunAsync(plugin, time, cancellationToken);
            var issued = IssuedCredential.Read(plugin, output, time.GetUtcNow());
            _issued = issued;
            return issued.Credential;
        }
        catch (KubernetesException e)
        {
            _failure = e;
            throw;
        }
    }
}
