namespace Podclip.Kubernetes.Client;

/// <summary>The bounds a <see cref="KubernetesClient"/> works within.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>How long a request that is not a stream may take, answer included.</summary>
    /// <value>60 s: the API server ends an ordinary request after the same time.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a TCP connection and its TLS handshake may take.</summary>
    /// <value>10 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After which time the server is asked to end a watch, so that a silent one can be told from a dead one.</summary>
    /// <value>290 s, of which up to a tenth is taken off at random.</value>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromSeconds(290);

    /// <summary>How long a watch may be silent beyond <see cref="WatchTimeout"/> before it counts as cut.</summary>
    /// <value>30 s.</value>
    public TimeSpan WatchSlack { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many objects a page of a list holds.</summary>
    /// <value>500, as kubectl asks.</value>
    public int PageSize { get; init; } = 500;

    /// <summary>How often a get or list is tried again after a transient failure.</summary>
    /// <value>3.</value>
    public int ReadRetries { get; init; } = 3;

    /// <summary>
    /// How long a request of any kind is sent again that the server turns away unprocessed (<see cref="KubernetesException.IsThrottled"/>).
    /// </summary>
    /// <value>2 min.</value>
    public TimeSpan ThrottleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The name the server records for the fields this client sets.</summary>
    /// <value><c>podclip</c>.</value>
    public string FieldManager { get; init; } = "podclip";
}
