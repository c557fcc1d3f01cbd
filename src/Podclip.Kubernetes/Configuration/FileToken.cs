using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration;

/// <summary>
/// A token that a file holds. Nodes and credential helpers replace such files when the token rotates, so the file is read again
/// when the last reading is ten seconds old, or refused.
/// </summary>
internal sealed class FileToken : ICredentialSource
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly TimeProvider _time;
    private volatile Reading? _last;

    /// <summary>The token in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fallback">The token while the file has never been readable, or null.</param>
    /// <param name="time">The clock.</param>
    public FileToken(string path, string? fallback, TimeProvider time)
    {
        _path = path;
        _time = time;
        _last = fallback is null ? null : new Reading(new Credential { Token = fallback }, IsFresh: false, 0);
    }

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        var last = _last;
        if (last is { IsFresh: true } && _time.GetElapsedTime(last.At) < MaxAge)
        {
            return last.Credential;
        }

        try
        {
            var token = (await File.ReadAllTextAsync(_path, cancellationToken)).Trim();
            if (token.Length == 0)
            {
                throw new IOException($"{_path} is empty");
            }

            var read = new Credential { Token = token };
            _last = new Reading(read, IsFresh: true, _time.GetTimestamp());
            return read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && last is not null)
        {
            // The file is being replaced: the last token is the best there is, and the server judges it.
            return last.Credential;
        }
    }

    public bool Refuse(Credential refused)
    {
        if (_last is { IsFresh: true } last && last.Credential.IsSame(refused))
        {
            _last = last with { IsFresh = false };
        }

        return true;
    }

    private sealed record Reading(Credential Credential, bool IsFresh, long At);
}
