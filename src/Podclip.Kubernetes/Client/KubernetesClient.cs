using System.Globalization;
using System.Runtime.CompilerServices;
using Podclip.Kubernetes.Exec;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Client;

/// <summary>Talks to one API server. Safe for use by many callers at once.</summary>
/// <remarks>
/// Gets and lists are repeated a few times after transient failures; nothing else is, because only the caller knows whether a
/// creation that got no answer happened. What the server turns away unprocessed (429 with a time to wait, by its priority and
/// fairness) is sent again whatever it is, for as long as <see cref="KubernetesClientOptions.ThrottleTimeout"/> allows; only
/// watches and logs leave that to those who hold them open.
/// </remarks>
public sealed class KubernetesClient : IDisposable
{
    private readonly KubernetesClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ApiTransport _transport;
    private readonly RequestRetries _retries;
    private readonly ListReader _lists;

    /// <summary>A client of <paramref name="connection"/>.</summary>
    /// <param name="connection">The server and the credentials.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="options">The bounds to work within; the defaults when null.</param>
    public KubernetesClient(ClusterConnection connection, TimeProvider? timeProvider = null, KubernetesClientOptions? options = null)
        : this(connection, timeProvider, options, handler: null)
    {
    }

    /// <summary>A client that sends through <paramref name="handler"/> instead of its own connections.</summary>
    internal KubernetesClient(ClusterConnection connection, TimeProvider? timeProvider, KubernetesClientOptions? options, HttpMessageHandler? handler)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Connection = connection;
        _options = options ?? new KubernetesClientOptions();
        _time = timeProvider ?? TimeProvider.System;
        _transport = new ApiTransport(connection, _options, _time, handler);
        _retries = new RequestRetries(_options, _time);
        _lists = new ListReader(_transport, _options);
    }

    /// <summary>The server and the credentials.</summary>
    public ClusterConnection Connection { get; }

    /// <summary>The newest <c>Date</c> header seen: the server's own clock in whole seconds. Null before the first answer.</summary>
    public DateTimeOffset? ServerDate => _transport.ServerDate;

    /// <summary>Creates an object.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="value">The object.</param>
    /// <param name="dryRun">Whether the server only checks it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public Task<T> CreateAsync<T>(ResourceType<T> type, string? ns, T value, bool dryRun = false, CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        var path = ResourcePath.Of(type, ns, name: null, ("fieldManager", _options.FieldManager), ("dryRun", DryRun(dryRun)));
        var name = value.Metadata.Name ?? $"{value.Metadata.GenerateName}*";
        var request = new ApiRequest(HttpMethod.Post, path, $"creating {ResourcePath.Describe(type, ns, name)}") { Body = RequestBody.Of(type, value) };
        return WriteAsync(type, request, cancellationToken);
    }

    /// <summary>Reads an object.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public Task<T> GetAsync<T>(ResourceType<T> type, string? ns, string name, CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        var request = new ApiRequest(HttpMethod.Get, ResourcePath.Of(type, ns, name), $"getting {ResourcePath.Describe(type, ns, name)}")
        {
            AllowCompression = true,
        };
        return _retries.ReadAsync(token => _transport.ReadAsync(request, type.ObjectJson, token), cancellationToken);
    }

    /// <summary>Reads an object, or null when the server says 404.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object, or null.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public async Task<T?> FindAsync<T>(ResourceType<T> type, string? ns, string name, CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        try
        {
            return await GetAsync(type, ns, name, cancellationToken);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads all objects that match, page by page. Starts over when the pages expire (410).</summary>
    /// <typeparam name="T">Their kind.</typeparam>
    /// <param name="type">Where they live.</param>
    /// <param name="selector">Which of them.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>All objects, with the version of the first page.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public Task<ResourceList<T>> ListAsync<T>(ResourceType<T> type, ResourceSelector selector, CancellationToken cancellationToken = default)
        where T : KubernetesObject => ListAsync(type, selector, _retries, cancellationToken);

    /// <summary>Follows changes after <paramref name="resourceVersion"/> until the server ends the stream (a clean end of the enumeration).</summary>
    /// <typeparam name="T">Their kind.</typeparam>
    /// <param name="type">Where they live.</param>
    /// <param name="selector">Which of them.</param>
    /// <param name="resourceVersion">The version after which to begin; null for every object there is, first, as Added.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The events.</returns>
    /// <exception cref="KubernetesException">
    /// The server refused or could not be reached, the stream was cut, or it carried an error (410 among them).
    /// </exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceType<T> type, ResourceSelector selector, string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        await using var watch = await OpenWatchAsync(type, selector, resourceVersion, cancellationToken);
        await foreach (var next in watch.ReadAsync(cancellationToken))
        {
            yield return next;
        }
    }

    /// <summary>Changes an object.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="patch">The change.</param>
    /// <param name="dryRun">Whether the server only checks it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object after it.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached; 422 when a <c>test</c> of a JSON patch failed.</exception>
    public Task<T> PatchAsync<T>(ResourceType<T> type, string? ns, string name, Patch patch, bool dryRun = false, CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(patch);
        var path = ResourcePath.Of(type, ns, name, ("fieldManager", _options.FieldManager), ("dryRun", DryRun(dryRun)));
        var request = new ApiRequest(HttpMethod.Patch, path, $"patching {ResourcePath.Describe(type, ns, name)}")
        {
            Body = RequestBody.Of(patch.Body),
            ContentType = patch.ContentType,
        };
        return WriteAsync(type, request, cancellationToken);
    }

    /// <summary>
    /// Writes an object back whole, if nobody has changed it since it was read. Fields that this client has no names for are
    /// written back as they were read.
    /// </summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="value">The object, with its name and the version it was read at.</param>
    /// <param name="dryRun">Whether the server only checks it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as stored.</returns>
    /// <exception cref="KubernetesException">
    /// The server refused, or could not be reached; a conflict (<see cref="KubernetesException.IsConflict"/>) when somebody was faster.
    /// </exception>
    public Task<T> ReplaceAsync<T>(ResourceType<T> type, string? ns, T value, bool dryRun = false, CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);

        // Without a version most kinds are overwritten whatever they are by now.
        ArgumentException.ThrowIfNullOrEmpty(value.Metadata.ResourceVersion, nameof(value));
        ArgumentException.ThrowIfNullOrEmpty(value.Metadata.Name, nameof(value));
        var name = value.Metadata.Name;
        var path = ResourcePath.Of(type, ns, name, ("fieldManager", _options.FieldManager), ("dryRun", DryRun(dryRun)));
        var request = new ApiRequest(HttpMethod.Put, path, $"replacing {ResourcePath.Describe(type, ns, name)}") { Body = RequestBody.Of(type, value) };
        return WriteAsync(type, request, cancellationToken);
    }

    /// <summary>Deletes an object.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="ns">Its namespace, or null for kinds without one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="propagation">What becomes of the objects it owns.</param>
    /// <param name="preconditions">What must hold of it; otherwise 409 Conflict.</param>
    /// <param name="gracePeriod">How long its containers may take to end, in whole seconds (rounded up); the object's own when null.</param>
    /// <param name="dryRun">Whether the server only checks it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>False when the server says 404.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public async Task<bool> DeleteAsync<T>(
        ResourceType<T> type,
        string? ns,
        string name,
        PropagationPolicy propagation,
        Preconditions? preconditions = null,
        TimeSpan? gracePeriod = null,
        bool dryRun = false,
        CancellationToken cancellationToken = default)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        var request = new ApiRequest(HttpMethod.Delete, ResourcePath.Of(type, ns, name), $"deleting {ResourcePath.Describe(type, ns, name)}")
        {
            Body = RequestBody.Of(propagation, preconditions, gracePeriod, dryRun),
        };
        try
        {
            // The answer is the object or a Status, as the server likes; neither says more than the code.
            await _retries.WriteAsync(token => _transport.ReadAsync(request, KubernetesJson.Default.JsonElement, token), cancellationToken);
            return true;
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Asks for the server's version, which most servers tell to anybody. Not repeated after a failure: it is asked to learn whether there is one.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The version.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken = default) =>
        _transport.ReadAsync(new ApiRequest(HttpMethod.Get, "/version", "asking for the version"), Serialization.KubernetesJson.Default.ServerVersion, cancellationToken);

    /// <summary>
    /// Opens a container's log. Without an output yet, a node may hold back even the head of its answer, so only the caller
    /// bounds the wait for a log that is followed.
    /// </summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellationToken">Ends the opening; the stream's own reads take their own.</param>
    /// <returns>The log, to be disposed by the caller; null on 204 (the pod is not scheduled yet).</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public async Task<Stream?> OpenLogAsync(string ns, string pod, PodLogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var request = new ApiRequest(HttpMethod.Get, ResourcePath.OfLog(ns, pod, options), $"reading the log of Pod {ns}/{pod}");
        var response = await _transport.OpenAsync(request, options.Follow ? Timeout.InfiniteTimeSpan : _options.RequestTimeout, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
        {
            response.Dispose();
            return null;
        }

        // Disposing the body closes the exchange; the response itself holds nothing else.
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Runs a command in a running container, over a WebSocket. It needs the verbs get (and from 1.35 on create) on <c>pods/exec</c>.</summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">The command.</param>
    /// <param name="cancellationToken">Ends the opening, and the session after it.</param>
    /// <returns>The session, to be disposed by the caller.</returns>
    /// <exception cref="KubernetesException">The server refused, or could not be reached.</exception>
    public async Task<ExecSession> ExecAsync(string ns, string pod, ExecOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(options.Command.Count, nameof(options));
        var request = new ApiRequest(HttpMethod.Get, ResourcePath.OfExec(ns, pod, options), $"running a command in Pod {ns}/{pod}");
        var socket = await _retries.WriteAsync(token => _transport.OpenSocketAsync(request, ExecProtocol.Offered, token), cancellationToken);
        return new ExecSession(request, socket, options.HasInput, _time, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _transport.Dispose();

    /// <summary>The same without any repetition when <paramref name="retries"/> is null.</summary>
    internal Task<ResourceList<T>> ListAsync<T>(ResourceType<T> type, ResourceSelector selector, RequestRetries? retries, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(selector);
        return _lists.ReadAsync(type, selector, retries, cancellationToken);
    }

    internal async Task<WatchStream<T>> OpenWatchAsync<T>(ResourceType<T> type, ResourceSelector selector, string? resourceVersion, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(selector);

        // Many watches opened at once should not all end at once.
        var seconds = Math.Max(1, (int)(_options.WatchTimeout.TotalSeconds * (1 - (Random.Shared.NextDouble() / 10))));
        var path = ResourcePath.Of(
            type,
            selector,
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", resourceVersion),
            ("timeoutSeconds", seconds.ToString(CultureInfo.InvariantCulture)));
        var request = new ApiRequest(HttpMethod.Get, path, $"watching {ResourcePath.Describe(type, selector)}");
        var response = await _transport.OpenAsync(request, _options.RequestTimeout, cancellationToken);
        return new WatchStream<T>(request, type, response, TimeSpan.FromSeconds(seconds) + _options.WatchSlack, _time);
    }

    private Task<T> WriteAsync<T>(ResourceType<T> type, ApiRequest request, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        _retries.WriteAsync(token => _transport.ReadAsync(request, type.ObjectJson, token), cancellationToken);

    private static string? DryRun(bool dryRun) => dryRun ? "All" : null;
}
