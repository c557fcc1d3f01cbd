using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Logs;

namespace Podclip.Kubernetes.Tests.Logs;

public class LogFollowerPropertyTests
{
    private static readonly ClusterConnection Nowhere = new() { Server = new Uri("http://test"), Description = "test" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Any_chunking_of_a_log_gives_the_same_lines()
    {
        var recording = Recording.Load("log-odd-follow-timestamps");
        var bytes = recording.Frames!.SelectMany(f => f).ToArray();
        var whole = Lines([int.MaxValue]);
        Assert.Equal(12, whole.Count);

        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt[]>(), sizes => whole.SequenceEqual(Lines([.. sizes.Select(s => s.Get * 3)]))).QuickCheckThrowOnFailure();

        List<string> Lines(IReadOnlyList<int> sizes)
        {
            using var client = new KubernetesClient(Nowhere, null, null, StubHandler.Streaming(() => new ChunkedStream(bytes, sizes)));
            var collector = new LogCollector();
            foreach (var batch in new LogFollower(client, "ns", "p", "main").FollowAsync(LogPosition.Start, Task.CompletedTask, Token).ToBlockingEnumerable(Token))
            {
                collector.Add(batch);
            }

            return collector.Lines;
        }
    }

    [Fact]
    public void R07_Random_logs_random_cuts_and_random_restarts_of_the_reader_lose_and_double_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var story = new Story(new Random(seed));
            var seen = story.Run();
            Assert.Equal(story.Log.Expected, seen.Lines);
            Assert.DoesNotContain("Gap", seen.Kinds);
            Assert.Equal("Complete", seen.Kinds.Last());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    /// <summary>One log, a server that grows and cuts it, and a reader that now and then begins anew from what it wrote down.</summary>
    private sealed class Story(Random random)
    {
        private readonly TaskCompletionSource _ended = new();
        private int _visible;
        private int _opens;

        public ScriptedLog Log { get; } = RandomLog(random);

        public LogCollector Run()
        {
            using var client = new KubernetesClient(Nowhere, null, null, new StubHandler((request, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(Answer(request)) })));
            var time = new FastTimeProvider(20_000);
            var collector = new LogCollector();
            while (!collector.Kinds.Contains("Complete"))
            {
                var follower = new LogFollower(client, "ns", "p", "main", time, new LogFollowerOptions { MaxLineBytes = 4096, GiveUpAfter = TimeSpan.FromDays(10_000) });
                foreach (var batch in follower.FollowAsync(collector.Position, _ended.Task, Token).ToBlockingEnumerable(Token))
                {
                    collector.Add(batch);
                    if (random.Next(20) == 0)
                    {
                        break;
                    }
                }
            }

            return collector;
        }

        private Stream Answer(HttpRequestMessage request)
        {
            var since = QueryHelpers.ParseQuery(request.RequestUri!.Query).TryGetValue("sinceTime", out var text) ? ScriptedLog.SinceOf(text) : null;
            _visible = Math.Min(Log.Count, _visible + random.Next(0, 40));
            if (_visible == Log.Count && random.Next(2) == 0)
            {
                _ended.TrySetResult();
            }

            var bytes = Log.Read(since, count: _visible).SelectMany(l => l).ToArray();
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 3000))];
            if (_opens++ % 3 > 0 && random.Next(4) > 0)
            {
                var cut = bytes.AsSpan(0, random.Next(bytes.Length + 1)).ToArray();

                // A polite end in the middle of a log whose container is known to have ended would be its true end.
                return _ended.Task.IsCompleted || random.Next(2) == 0 ? new CutStream(cut, sizes) : new ChunkedStream(cut, sizes);
            }

            return new ChunkedStream(bytes, sizes);
        }

        private static ScriptedLog RandomLog(Random random)
        {
            var log = new ScriptedLog();
            var now = TimeSpan.Zero;
            var count = random.Next(1, 300);
            for (var i = 0; i < count; i++)
            {
                now += random.Next(6) switch
                {
                    < 2 => TimeSpan.Zero,
                    < 4 => TimeSpan.FromTicks(random.Next(1, 100)),
                    4 => TimeSpan.FromMilliseconds(random.Next(1, 400)),
                    _ => TimeSpan.FromSeconds(random.Next(0, 3)),
                };

                // A line of the other stream may be written a little after one that is younger.
                var late = random.Next(10) == 0 ? TimeSpan.FromMilliseconds(random.Next(0, 50)) : TimeSpan.Zero;
                log.Add(now - late, RandomContent(random), hasEnd: i < count - 1 || random.Next(2) == 0);
            }

            return log;
        }

        private static byte[] RandomContent(Random random)
        {
            var content = new byte[random.Next(20) == 0 ? random.Next(4096) : random.Next(12)];
            random.NextBytes(content);
            if (random.Next(2) == 0)
            {
                return "same"u8.ToArray();
            }

            content.AsSpan().Replace((byte)'\n', (byte)'\r');
            return content;
        }
    }
}
