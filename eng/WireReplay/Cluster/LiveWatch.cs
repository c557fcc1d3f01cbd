using System.Text;

namespace Podclip.WireReplay.Cluster;

/// <summary>A watch on the embedded cluster that collects what it brings.</summary>
internal sealed class LiveWatch : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _events = [];
    private readonly Task _reading;

    private LiveWatch(HttpResponseMessage response)
    {
        _response = response;
        _reading = ReadAsync();
    }

    public int Status => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    /// <summary>How it ended: <c>eof</c>, <c>cut</c>, or null while it goes on.</summary>
    public string? End { get; private set; }

    /// <summary>What came so far.</summary>
    public IReadOnlyList<JsonObject> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>The objects of what came so far.</summary>
    public IEnumerable<JsonObject> Objects => Events.Select(e => e.At("object")).OfType<JsonObject>();

    public static async Task<LiveWatch> OpenAsync(ReplayApi api, string path, string? accept, CancellationToken cancellationToken) =>
        new(await api.OpenAsync("GET", path, null, null, accept, Identity.Admin, cancellationToken));

    /// <summary>Waits until what came fulfils a condition; false when it did not in time.</summary>
    public async Task<bool> ReachesAsync(Func<IReadOnlyList<JsonObject>, bool> condition, TimeSpan bound, CancellationToken cancellationToken)
    {
        for (var limit = DateTime.UtcNow + bound; DateTime.UtcNow < limit; await Task.Delay(10, cancellationToken))
        {
            if (condition(Events))
            {
                return true;
            }
        }

        return condition(Events);
    }

    /// <summary>Waits for the server to end it.</summary>
    public Task EndedAsync(TimeSpan bound, CancellationToken cancellationToken) => _reading.WaitAsync(bound, cancellationToken);

    public void Dispose()
    {
        _closing.Cancel();
        _response.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _response.Content.ReadAsStreamAsync(_closing.Token), Encoding.UTF8);
            while (await reader.ReadLineAsync(_closing.Token) is { } line)
            {
                lock (_lock)
                {
                    _events.Add((JsonObject)JsonNode.Parse(line)!);
                }
            }

            End = "eof";
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            End = "cut";
        }
    }
}
