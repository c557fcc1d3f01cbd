using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Handlers;

/// <summary>Answers watches: what is there first (unless a version says where to go on), then every change as it happens.</summary>
internal sealed class WatchHandler(ObjectStore store, TimeProvider timeProvider)
{
    private const int LeastSeconds = 1800;
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastBookmark = TimeSpan.FromSeconds(1);

    /// <summary>Writes events until the time is up, the reader leaves, or the server stops.</summary>
    /// <param name="request">The watch.</param>
    /// <param name="context">Where the events go.</param>
    /// <param name="stopping">The server stops.</param>
    /// <returns>When the stream has ended.</returns>
    public async Task WatchAsync(ApiRequest request, HttpContext context, CancellationToken stopping)
    {
        var format = ContentNegotiation.FormatOf(context.Request);
        var selector = ObjectSelector.Of(request);
        var asked = ListOptionRules.VersionOf(request);
        var sendsInitialEvents = ListOptionRules.SendsInitialEvents(request);
        var lifetime = LifetimeOf(request);
        await using var writer = new WatchEventWriter(context, request, format, timeProvider);
        await writer.StartAsync();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var ends = timeProvider.GetUtcNow() + lifetime;
        try
        {
            var version = asked ?? 0;
            if (sendsInitialEvents || version == 0)
            {
                version = await WriteInitialAsync(request, selector, writer, sendsInitialEvents);
            }

            await FollowAsync(request, selector, writer, version, ends, end.Token);
        }
        catch (VersionExpiredException expired)
        {
            writer.Write("ERROR", ApiErrors.Expired(expired.Message).ToStatus());
            await writer.FlushAsync(context.RequestAborted);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has left, or the server stops: either way the stream just ends.
        }
    }

    private static TimeSpan LifetimeOf(ApiRequest request) =>
        long.TryParse(request.Parameter("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue / 1000))
            : TimeSpan.FromSeconds(LeastSeconds + RandomNumberGenerator.GetInt32(LeastSeconds));

    private async Task<long> WriteInitialAsync(ApiRequest request, ObjectSelector selector, WatchEventWriter writer, bool hasBookmark)
    {
        var (items, version) = store.List(request.Kind.Stored.QualifiedName, request.Namespace);
        foreach (var item in items.Where(selector.Matches))
        {
            writer.Write("ADDED", item.Document);
        }

        if (hasBookmark)
        {
            writer.WriteBookmark(version, isInitialEnd: true);
        }

        await writer.FlushAsync(CancellationToken.None);
        return version;
    }

    private async Task FollowAsync(ApiRequest request, ObjectSelector selector, WatchEventWriter writer, long version, DateTimeOffset ends, CancellationToken cancellationToken)
    {
        var hasBookmarks = request.IsSet("allowWatchBookmarks") && request.Parameter("allowWatchBookmarks") is not null;
        var cursor = store.OpenCursor(request.Kind.Stored.QualifiedName, version);
        var nextBookmark = NextBookmark(ends);
        while (true)
        {
            foreach (var change in cursor.Take())
            {
                WriteChange(change, selector, writer);
            }

            var now = timeProvider.GetUtcNow();
            if (now >= nextBookmark && hasBookmarks)
            {
                writer.WriteBookmark(cursor.Position, isInitialEnd: false);
            }

            nextBookmark = now >= nextBookmark ? NextBookmark(ends) : nextBookmark;
            await writer.FlushAsync(cancellationToken);
            if (now >= ends)
            {
                return;
            }

            await WaitAsync(cursor, (nextBookmark < ends ? nextBookmark : ends) - now, cancellationToken);
        }
    }

    /// <summary>Every minute, and once shortly before the end, so that a client can go on from there.</summary>
    private DateTimeOffset NextBookmark(DateTimeOffset ends)
    {
        var now = timeProvider.GetUtcNow();
        var last = ends - LastBookmark;
        if (now >= last)
        {
            return ends;
        }

        return now + BookmarkPeriod < last ? now + BookmarkPeriod : last;
    }

    private async Task WaitAsync(StoreCursor cursor, TimeSpan most, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(most > TimeSpan.Zero ? most : TimeSpan.Zero, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await cursor.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Time for a bookmark, or for the end.
        }
    }

    /// <summary>An object that starts to match is ADDED, one that stops is DELETED as it was before, under the version of the change.</summary>
    private static void WriteChange(StoreEvent change, ObjectSelector selector, WatchEventWriter writer)
    {
        var matches = change.Type != StoreEventType.Deleted && selector.Matches(change.Object);
        var matched = change.Previous is not null && selector.Matches(change.Previous);
        if (matches)
        {
            writer.Write(matched ? "MODIFIED" : "ADDED", change.Object.Document);
        }
        else if (matched)
        {
            var last = change.Previous!.Document.Copy();
            last.Metadata()["resourceVersion"] = change.Object.Version.ToString(CultureInfo.InvariantCulture);
            writer.Write("DELETED", last);
        }
    }
}
