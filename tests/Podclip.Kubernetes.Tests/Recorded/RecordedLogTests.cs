using System.Globalization;
using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Logs;
using Podclip.Kubernetes.Tests.Logs;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <summary>Every recorded log, played to the client and to its follower.</summary>
public class RecordedLogTests
{
    // The client has no use for these, and no words.
    private static readonly string[] Foreign = ["log-sinceseconds-1", "log-400-sincetime-garbage", "log-422-both-since", "log-422-sinceseconds-0"];

    public static TheoryData<string> Logs() => [.. Names().Where(n => Recording.Load(n).Status == 200)];

    public static TheoryData<string> Stamped() => [.. Names().Where(n => Recording.Load(n) is { Status: 200 } r && r.Path.Contains("timestamps=true", StringComparison.Ordinal) && !r.IsCut && !r.Path.Contains("limitBytes", StringComparison.Ordinal))];

    public static TheoryData<string> Refused() => [.. Names().Where(n => Recording.Load(n).Status >= 400)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Its_bytes_come_through_as_they_are(string name)
    {
        var recording = Recording.Load(name);
        var target = RecordedTarget.Of(recording)!;
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        await using var log = await client.OpenLogAsync(target.Namespace!, target.Name!, OptionsOf(target), Token);
        using var bytes = new MemoryStream();
        var cut = await Record.ExceptionAsync(() => log!.CopyToAsync(bytes, Token));

        Assert.Equal(recording.IsCut, cut is IOException);
        Assert.Equal(BytesOf(recording), bytes.ToArray());
        var request = Assert.Single(server.Requests);
        Assert.Equal(recording.Path.Split('?')[0], request.Path);
        Assert.Equal(
            target.Query.ToDictionary(q => q.Key, q => q.Key == "sinceTime" ? WholeSecond(q.Value.ToString()) : q.Value.ToString()).OrderBy(q => q.Key),
            request.Query.OrderBy(q => q.Key));
    }

    [Theory]
    [MemberData(nameof(Stamped))]
    public async Task Its_lines_and_times_are_what_the_container_wrote(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var follower = new LogFollower(client, "wire", "p", "main");
        var seen = await new LogCollector().ReadAsync(follower.FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        var expected = ExpectedLines.Of(BytesOf(recording)).ToList();
        Assert.Equal(expected, seen.Lines);
        Assert.Equal(["Complete"], seen.Kinds);
        Assert.All(expected, line => Assert.Equal(2026, DateTimeOffset.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture).Year));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refused_log_is_told_in_the_servers_words(string name)
    {
        var recording = Recording.Load(name);
        var target = RecordedTarget.Of(recording)!;
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.OpenLogAsync(target.Namespace!, target.Name!, OptionsOf(target), Token));

        Assert.Equal($"reading the log of Pod {target.Namespace}/{target.Name}: {recording.Status} {recording.Body!["reason"]}: {recording.Body["message"]}", failure.Message);
        Assert.Equal((recording.Status, false, recording.Status == 404, recording.Status == 403), (failure.StatusCode, failure.IsTransient, failure.IsNotFound, failure.IsForbidden));
    }

    private static IEnumerable<string> Names() => new[] { "log-*", "restart-*-log-*" }.SelectMany(Recording.Names).Except(Foreign);

    private static PodLogOptions OptionsOf(RecordedTarget target) => new()
    {
        Container = target.Query.GetValueOrDefault("container"),
        Follow = target.Query.GetValueOrDefault("follow") == "true",
        Timestamps = target.Query.GetValueOrDefault("timestamps") == "true",
        Previous = target.Query.GetValueOrDefault("previous") == "true",
        SinceTime = target.Query.TryGetValue("sinceTime", out var time) ? DateTimeOffset.Parse(time!, CultureInfo.InvariantCulture) : null,
        TailLines = target.Query.TryGetValue("tailLines", out var lines) ? int.Parse(lines!, CultureInfo.InvariantCulture) : null,
        LimitBytes = target.Query.TryGetValue("limitBytes", out var limit) ? long.Parse(limit!, CultureInfo.InvariantCulture) : null,
    };

    private static string WholeSecond(string time) => time.Contains('.', StringComparison.Ordinal) ? time.Split('.')[0] + "Z" : time;

    private static byte[] BytesOf(Recording recording) =>
        recording.Frames is { } frames ? [.. frames.SelectMany(f => f)] : Encoding.UTF8.GetBytes((string?)recording.Body ?? "");
}
