using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Podclip.Daemon.Runs;

namespace Podclip.Daemon.Http;

/// <summary>An answer that tells a run's events as they come: lines of JSON as they stand on disk, or server-sent events.</summary>
/// <param name="response">The answer.</param>
/// <param name="isSse">Whether it is to be server-sent events.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStream(HttpResponse response, bool isSse, TimeProvider time)
{
    /// <summary>The media type of server-sent events.</summary>
    public const string SseType = "text/event-stream";

    // Either side finds out that the other is gone, and proxies keep the connection.
    private static readonly TimeSpan HeartbeatAfter = TimeSpan.FromSeconds(10);

    /// <summary>Tells the events after a cursor, and those to come.</summary>
    /// <returns>Whether the result was among them. False when the caller has gone, or the daemon ends.</returns>
    public async Task<bool> WriteAsync(EventLog events, long after, CancellationToken cancellationToken)
    {
        response.ContentType = isSse ? SseType : "application/x-ndjson; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.StartAsync(cancellationToken);
            await foreach (var block in events.FollowAsync(after, HeartbeatAfter, time, cancellationToken))
            {
                if (isSse)
                {
                    WriteSse(block.Span);
                }
                else
                {
                    response.BodyWriter.Write((block.IsEmpty ? EventLine.Heartbeat : block).Span);
                }

                await response.BodyWriter.FlushAsync(cancellationToken);
            }

            await response.CompleteAsync();
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Cut, not ended: the caller sees that there is more to come.
            response.HttpContext.Abort();
            return false;
        }
    }

    private void WriteSse(ReadOnlySpan<byte> lines)
    {
        var writer = response.BodyWriter;
        if (lines.IsEmpty)
        {
            writer.Write(": heartbeat\n\n"u8);
            return;
        }

        while (!lines.IsEmpty)
        {
            var line = lines[..(lines.IndexOf((byte)'\n') + 1)];
            lines = lines[line.Length..];
            if (EventLine.TryRead(line, out var known))
            {
                writer.Write(Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"id: {known.Sequence}\ndata: ")));
                writer.Write(line);
                writer.Write("\n"u8);
            }
        }
    }
}
