using System.Text;
using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Logs;

namespace Podclip.Kubernetes.Tests.Logs;

public class LogFollowerTests
{
    private static readonly FastTimeProvider Fast = new(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Twenty_cuts_after_fifty_lines_each_lose_and_double_nothing(bool countOnlyNewLines)
    {
        var log = ManyLines(perSecond: 40);
        var cuts = 0;
        var sent = 0;
        await using var server = await TestServer.StartAsync(async context =>
        {
            var since = ScriptedLog.SinceOf(context.Request.Query["sinceTime"]);
            var position = log.Count - log.Read(since).Count();
            var lines = 0;
            var bytes = new List<byte>();
            foreach (var line in log.Read(since))
            {
                position++;
                lines += countOnlyNewLines && position <= sent ? 0 : 1;
                if (lines > 50 && cuts < 20)
                {
                    cuts++;
                    bytes.AddRange(line.AsSpan(0, line.Length / 2));
                    Answers.EndEarly(context);
                    break;
                }

                sent = Math.Max(sent, position);
                bytes.AddRange(line);
            }

            await context.Response.Body.WriteAsync(bytes.ToArray(), context.RequestAborted);
        });
        using var client = server.Client();
        var follower = Follower(client);

        var seen = await new LogCollector().ReadAsync(follower.FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        Assert.True(20 == cuts, $"{cuts} cuts, {seen.Lines.Count} lines, {string.Join("; ", seen.Others)}");
        Assert.Equal(log.Expected, seen.Lines);
        Assert.Equal("Complete", seen.Kinds.Last());
        Assert.DoesNotContain("Gap", seen.Kinds);
        Assert.Equal(follower.OpenCount, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal(("true", "true", "main"), (r.Query["follow"], r.Query["timestamps"], r.Query["container"])));
    }

    [Theory]
    [InlineData("log-follow-finished")]
    [InlineData("log-follow-timestamps-running")]
    [InlineData("log-odd-follow-timestamps")]
    [InlineData("log-follow-pod-deleted")]
    public async Task A_recorded_log_of_an_ended_container_is_read_whole(string name)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var follower = new LogFollower(client, "ns", "p", "main");
        var seen = await new LogCollector().ReadAsync(follower.FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        var expected = ExpectedLines.Of(recording.Frames!.SelectMany(f => f).ToArray());
        Assert.Equal(expected, seen.Lines);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_log_cut_by_a_killed_api_server_is_resumed()
    {
        var first = Recording.Load("restart-kill-log-follow");
        var second = Recording.Load("restart-kill-log-resumed");
        var opens = 0;
        await using var server = await TestServer.StartAsync(context => (opens++ == 0 ? first : second).PlayAsync(context));
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        Assert.Equal(Enumerable.Range(1, 33).Select(i => $"line {i}"), seen.Lines.Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal(["Reconnected", "Complete"], seen.Kinds);
        Assert.Equal(2, opens);
    }

    [Fact]
    public async Task An_unfinished_line_is_read_again_until_the_container_has_ended()
    {
        var log = new ScriptedLog().Add(TimeSpan.Zero, "one").Add(TimeSpan.FromSeconds(0.5), "last words", hasEnd: false);
        var ended = new TaskCompletionSource();
        var opens = 0;
        await using var server = await TestServer.StartAsync(async context =>
        {
            if (++opens == 3)
            {
                ended.SetResult();
            }

            await WriteAsync(context, log.Read(ScriptedLog.SinceOf(context.Request.Query["sinceTime"])));
        });
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, ended.Task, Token));

        Assert.Equal(log.Expected, seen.Lines);
        Assert.EndsWith(" partial", seen.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("Complete", seen.Kinds.Last());
        Assert.Equal(4, opens);
        Assert.Equal("2026-11-21T02:10:42Z", server.Requests.Last().Query["sinceTime"]);
    }

    [Fact]
    public async Task Waiting_to_start_is_waited_for()
    {
        var answers = new Queue<RequestDelegate>([
            Recording.Load("log-204-unscheduled").PlayAsync,
            Recording.Load("log-400-containercreating").PlayAsync,
            Recording.Load("log-400-podinitializing").PlayAsync,
            Recording.Load("log-400-imagepull").PlayAsync,
            context => context.Response.WriteAsync("2026-11-21T02:10:43Z hello\n"),
            context => context.Response.WriteAsync("2026-11-21T02:10:43Z hello\n"),
        ]);
        var ended = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            if (answers.Count == 2)
            {
                ended.SetResult();
            }

            return answers.Dequeue()(context);
        });
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, ended.Task, Token));

        Assert.Equal(["2026-11-21T02:10:43Z hello"], seen.Lines);
        Assert.Equal(["Complete"], seen.Kinds);
        Assert.Empty(answers);
    }

    [Fact]
    public async Task A_container_that_ended_without_ever_starting_has_no_log()
    {
        var ended = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(context =>
        {
            ended.TrySetResult();
            return Recording.Load("log-400-containercreating").PlayAsync(context);
        });
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, ended.Task, Token));

        Assert.Contains("is waiting to start: ContainerCreating", Assert.IsType<LogItem.Gone>(Assert.Single(seen.Others)).Reason, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_pod_that_does_not_exist_is_gone()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("log-404-pod").PlayAsync);
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, new TaskCompletionSource().Task, Token));

        Assert.IsType<LogItem.Gone>(Assert.Single(seen.Others));
    }

    [Theory]
    [InlineData("log-403", 403)]
    [InlineData("log-400-container-unknown", 400)]
    public async Task A_refusal_for_good_is_thrown(string name, int status)
    {
        await using var server = await TestServer.StartAsync(Recording.Load(name).PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, Task.CompletedTask, Token)));

        Assert.Equal(status, failure.StatusCode);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_stream_that_stays_open_after_the_container_ended_is_opened_once_more()
    {
        var log = new ScriptedLog().Add(TimeSpan.Zero, "one").Add(TimeSpan.FromSeconds(1), "two");
        var ended = new TaskCompletionSource();
        var opens = 0;
        await using var server = await TestServer.StartAsync(async context =>
        {
            var isFirst = ++opens == 1;
            await WriteAsync(context, log.Read(ScriptedLog.SinceOf(context.Request.Query["sinceTime"]), count: isFirst ? 1 : 2));
            if (isFirst)
            {
                ended.SetResult();
                await Answers.HangAsync(context);
            }
        });
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, ended.Task, Token));

        Assert.Equal(log.Expected, seen.Lines);
        Assert.Equal(["Reconnected", "Complete"], seen.Kinds);
        Assert.Equal(2, opens);
    }

    [Fact]
    public async Task Silence_is_no_failure_while_the_container_lives()
    {
        var silence = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await silence.Task;
            await context.Response.WriteAsync("2026-11-21T02:10:43Z hello\n");
        });
        using var client = server.Client();
        await using var batches = Follower(client).FollowAsync(LogPosition.Start, new TaskCompletionSource().Task, Token).GetAsyncEnumerator(Token);

        // A minute of the follower's own clock.
        var next = batches.MoveNextAsync().AsTask();
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMinutes(1), Fast, Token));
        Assert.False(next.IsCompleted);

        silence.SetResult();
        Assert.True(await next);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_reader_that_cancels_is_not_kept_waiting_by_a_silent_log()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = await TestServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            stop.CancelAfter(TimeSpan.FromMilliseconds(50));
            await Answers.HangAsync(context);
        });
        using var client = server.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, new TaskCompletionSource().Task, stop.Token)));
    }

    [Fact]
    public async Task A_reader_that_stops_at_an_end_marker_costs_one_request()
    {
        var closed = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(async context =>
        {
            await using var registration = context.RequestAborted.Register(closed.SetResult);
            await context.Response.WriteAsync("2026-11-21T02:10:43Z the end\n");
            await closed.Task;
        });
        using var client = server.Client();

        await foreach (var batch in Follower(client).FollowAsync(LogPosition.Start, new TaskCompletionSource().Task, Token))
        {
            Assert.IsType<LogItem.Line>(Assert.Single(batch));
            break;
        }

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task R08_A_rotated_log_is_a_gap()
    {
        var log = ManyLines(perSecond: 10);
        var opens = 0;
        await using var server = await TestServer.StartAsync(async context =>
        {
            if (++opens == 1)
            {
                Answers.EndEarly(context);
                await WriteAsync(context, log.Read(null, count: 100));
            }
            else
            {
                await WriteAsync(context, log.Read(ScriptedLog.SinceOf(context.Request.Query["sinceTime"]), first: 150));
            }
        });
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        Assert.Equal([.. log.Expected.Take(seen.Lines.Count - (log.Count - 150)), .. log.Expected.Skip(150)], seen.Lines);
        Assert.Equal(["Gap", "Complete"], seen.Kinds);
    }

    [Fact]
    public async Task Known_lines_that_are_gone_at_the_end_are_a_gap()
    {
        await using var server = await TestServer.StartAsync(_ => Task.CompletedTask);
        using var client = server.Client();
        var position = new LogPosition([new LogMark("2026-11-21T02:10:43Z", 1)]);

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(position, Task.CompletedTask, Token));

        Assert.Equal(["Gap", "Complete"], seen.Kinds);
    }

    [Fact]
    public async Task Words_of_the_node_are_no_output()
    {
        var opens = 0;
        await using var server = await TestServer.StartAsync(context => context.Response.WriteAsync(++opens switch
        {
            1 => "2026-11-21T02:10:43Z one\nfailed to watch file \"/var/log\": too many\u001b open files\n",
            2 => "2026-11-21T02:10:43Z one\n2026-11-21T02:10:44Z two\nunable to retrieve container logs\n2026-11-21T02:10:45Z three\n",
            _ => "2026-11-21T02:10:45Z three\n",
        }));
        using var client = server.Client();

        var seen = await new LogCollector().ReadAsync(Follower(client).FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        Assert.Equal(["2026-11-21T02:10:43Z one", "2026-11-21T02:10:44Z two", "2026-11-21T02:10:45Z three"], seen.Lines);
        Assert.Equal(["Reconnected", "Gap", "Complete"], seen.Kinds);
        Assert.Equal("the node wrote: failed to watch file \"/var/log\": too many? open files", ((LogItem.Reconnected)seen.Others[0]).Reason);
    }

    [Fact]
    public async Task A_log_that_stays_unreadable_after_the_end_is_given_up()
    {
        await using var server = await TestServer.StartAsync(Answers.Status(500, "", "error dialing backend: dial tcp 10.0.0.7:10250: connect: no route to host"));
        using var client = server.Client();

        // The minute of the defaults, not less: on a fast clock a request takes seconds.
        var follower = new LogFollower(client, "ns", "p", "main", Fast);
        var seen = await new LogCollector().ReadAsync(follower.FollowAsync(LogPosition.Start, Task.CompletedTask, Token));

        Assert.Contains("error dialing backend", Assert.IsType<LogItem.Gone>(Assert.Single(seen.Others)).Reason, StringComparison.Ordinal);
        Assert.True(server.Requests.Count > 3, $"{server.Requests.Count} requests");
    }

    [Fact]
    public async Task A_line_beyond_the_bound_comes_in_pieces_and_can_be_resumed_between_them()
    {
        var longLine = Enumerable.Range(0, 5000).Select(i => (byte)('a' + (i % 26))).ToArray();
        var log = new ScriptedLog().Add(TimeSpan.Zero, longLine).Add(TimeSpan.FromMilliseconds(1), longLine.AsSpan(0, 2048).ToArray()).Add(TimeSpan.FromMilliseconds(2), "end");
        await using var server = await TestServer.StartAsync(context => WriteAsync(context, log.Read(ScriptedLog.SinceOf(context.Request.Query["sinceTime"]))));
        using var client = server.Client();
        var follower = new LogFollower(client, "ns", "p", "main", Fast, new LogFollowerOptions { MaxLineBytes = 2048 });

        var pieces = new List<(int Length, bool IsPartial)>();
        var tracker = new LogPositionTracker();
        for (var part = 0; part < 2; part++)
        {
            await foreach (var batch in follower.FollowAsync(tracker.Current, Task.CompletedTask, Token))
            {
                foreach (var line in batch.OfType<LogItem.Line>().Take(part == 0 ? 2 : int.MaxValue))
                {
                    pieces.Add((line.Value.Bytes.Length, line.Value.IsPartial));
                    tracker.Add(line.Value);
                }

                if (part == 0)
                {
                    break;
                }
            }
        }

        Assert.Equal([(2048, true), (2048, true), (904, false), (2048, false), (3, false)], pieces);
    }

    private static LogFollower Follower(KubernetesClient client) => new(client, "ns", "p", "main", Fast);

    /// <summary>2000 lines, some of them equal, several at one instant, one of 200 KB.</summary>
    private static ScriptedLog ManyLines(int perSecond)
    {
        var log = new ScriptedLog();
        for (var i = 0; i < 2000; i++)
        {
            var instant = TimeSpan.FromSeconds(i / 5 * 5 / (double)perSecond);
            log.Add(instant, i == 777 ? new string('x', 200_000) : i % 3 == 0 ? "same" : $"line {i}\r");
        }

        return log;
    }

    private static async Task WriteAsync(HttpContext context, IEnumerable<byte[]> lines)
    {
        foreach (var line in lines)
        {
            await context.Response.Body.WriteAsync(line, context.RequestAborted);
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
