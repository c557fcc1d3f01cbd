using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests;

/// <summary>An open watch.</summary>
internal sealed class WatchStream : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private WatchStream(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
    }

    /// <summary>Opens a watch; returns when its headers are here.</summary>
    public static async Task<WatchStream> OpenAsync(TestCluster cluster, string path, string? accept = null)
    {
        using var limit = Limit();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept ?? "application/json");
        var response = await cluster.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        return new WatchStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token)));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var limit = Limit();
        return await _reader.ReadLineAsync(limit.Token) is { } line ? JsonNode.Parse(line) : null;
    }

    /// <summary>Reads events until one is as wanted. Answers all of them.</summary>
    public async Task<List<JsonNode>> UntilAsync(Func<JsonNode, bool> isLast)
    {
        var events = new List<JsonNode>();
        while (await NextAsync() is { } next)
        {
            events.Add(next);
            if (isLast(next))
            {
                return events;
            }
        }

        Assert.Fail("the stream ended before what was waited for");
        return events;
    }

    /// <summary>Type and name of an event's object.</summary>
    public static string Short(JsonNode change) => $"{change.Text("type")} {change.Text("object", "metadata", "name")}";

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return limit;
    }
}
