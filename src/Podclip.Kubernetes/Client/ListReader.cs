using System.Globalization;

namespace Podclip.Kubernetes.Client;

/// <summary>Reads lists page by page, and starts over when the pages expire (410).</summary>
internal sealed class ListReader(ApiTransport transport, KubernetesClientOptions options)
{
    private const int MaxRestarts = 3;

    /// <summary>All objects that match.</summary>
    /// <param name="type">Where they live.</param>
    /// <param name="selector">Which of them.</param>
    /// <param name="retries">Sends a page again, or null when the caller wants to know of every failure.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<ResourceList<T>> ReadAsync<T>(ResourceType<T> type, ResourceSelector selector, RequestRetries? retries, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        for (var restarts = 0; ; restarts++)
        {
            // Pages that expire again and again mean that paging is slower than the server's compaction: read all in one go.
            var paged = restarts < MaxRestarts;
            var pages = new List<ResourceList<T>>();
            try
            {
                string? next = null;
                do
                {
                    pages.Add(await ReadPageAsync(type, selector, paged, next, retries, cancellationToken));
                    next = pages[^1].Metadata.Continue;
                }
                while (!string.IsNullOrEmpty(next));
                return pages.Count == 1
                    ? pages[0]
                    : pages[0] with { Items = [.. pages.SelectMany(p => p.Items)], Metadata = pages[0].Metadata with { Continue = null, RemainingItemCount = null } };
            }
            catch (KubernetesException e) when (e.IsExpired && pages.Count > 0 && paged)
            {
            }
        }
    }

    private Task<ResourceList<T>> ReadPageAsync<T>(
        ResourceType<T> type, ResourceSelector selector, bool paged, string? next, RequestRetries? retries, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var limit = paged ? options.PageSize.ToString(CultureInfo.InvariantCulture) : null;
        var path = ResourcePath.Of(type, selector, ("limit", limit), ("continue", next));
        var request = new ApiRequest(HttpMethod.Get, path, $"listing {ResourcePath.Describe(type, selector)}") { AllowCompression = true };
        return retries is null
            ? transport.ReadAsync(request, type.ListJson, cancellationToken)
            : retries.ReadAsync(token => transport.ReadAsync(request, type.ListJson, token), cancellationToken);
    }
}
