using System.Text;

namespace Podclip.WireReplay.Cluster;

/// <summary>A log of the embedded cluster that is being read.</summary>
internal sealed class LiveLog : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly MemoryStream _bytes = new();
    private readonly Task _reading;

    private LiveLog(HttpResponseMessage response)
    {
        _response = response;
        _reading = ReadAsync();
    }

    public int Status => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    /// <summary>How it ended: <c>eof</c>, <c>cut</c>, or null while it goes on.</summary>
    public string? End { get; private set; }

    public byte[] Bytes
    {
        get
        {
            lock (_bytes)
            {
                return _bytes.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public static async Task<LiveLog> OpenAsync(ReplayApi api, string path, CancellationToken cancellationToken) =>
        new(await api.OpenAsync("GET", path, null, null, "*/*", Identity.Admin, cancellationToken));

    /// <summary>Waits for the server to end it.</summary>
    public Task EndedAsync(TimeSpan bound, CancellationToken cancellationToken) => _reading.WaitAsync(bound, cancellationToken);

    /// <summary>Waits until a text was read.</summary>
    public async Task ReachesAsync(string text, TimeSpan bound, CancellationToken cancellationToken)
    {
        for (var limit = DateTime.UtcNow + bound; !Text.Contains(text, StringComparison.Ordinal) && DateTime.UtcNow < limit; await Task.Delay(10, cancellationToken))
        {
        }
    }

    public void Dispose() => _response.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_bytes)
        {
            _bytes.Write(bytes);
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 << 10];
        try
        {
            await using var stream = await _response.Content.ReadAsStreamAsync();
            while (await stream.ReadAsync(buffer) is > 0 and var count)
            {
                Append(buffer.AsSpan(0, count));
            }

            End = "eof";
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or ObjectDisposedException)
        {
            End = "cut";
        }
    }
}
