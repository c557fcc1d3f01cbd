namespace Podclip.Kubernetes.Client;

/// <summary>
/// A request to an API server failed. The message says what was asked, of which object, and what the server or the network
/// said; it holds no credential.
/// </summary>
public sealed class KubernetesException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="message">What was asked and what came back.</param>
    /// <param name="innerException">The network's error, if it was one.</param>
    public KubernetesException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status code, or null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The machine-readable reason of the server's <see cref="Status"/>, such as <c>AlreadyExists</c> or <c>Expired</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The server's whole answer, if it was a <see cref="Resources.Meta.Status"/>.</summary>
    public Status? Status { get; init; }

    /// <summary>Whether the same request may succeed later (network, 429, 5xx, etcd leader changes, fresh certificates).</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether nothing was asked because no credential could be had: a plugin failed, or a token file cannot be read.</summary>
    public bool LacksCredential { get; init; }

    /// <summary>How long the server asked to wait, or null. A minute at most, whatever it asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>429 with a time to wait: the server has too much to do and did not process the request, which may be sent again.</summary>
    public bool IsThrottled => StatusCode == 429 && IsTransient && RetryAfter is not null;

    /// <summary>404: the object, its namespace or its kind does not exist.</summary>
    public bool IsNotFound => StatusCode == 404;

    /// <summary>409 with reason AlreadyExists.</summary>
    public bool IsAlreadyExists => StatusCode == 409 && Reason == "AlreadyExists";

    /// <summary>409 with any other reason: a stale version or a failed precondition.</summary>
    public bool IsConflict => StatusCode == 409 && Reason != "AlreadyExists";

    /// <summary>403: the credentials lack the verb, or admission (quota, Pod Security) refused the object.</summary>
    public bool IsForbidden => StatusCode == 403;

    /// <summary>410: the resource version is too old; list again.</summary>
    public bool IsExpired => StatusCode == 410 || Reason is "Expired" or "Gone";
}
