using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Exec;

namespace Podclip.Kubernetes.Tests.Exec;

/// <summary>The frames a real server sent, played to the client.</summary>
public class ExecRecordingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Sessions()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in Recording.Names("exec-v*"))
        {
            foreach (var fragment in new[] { 0, 1, 2, 3, 100 })
            {
                data.Add(name, fragment);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task A_recorded_session_gives_its_output_and_outcome_however_it_is_cut(string name, int fragmentBytes)
    {
        var recording = Recording.Load(name);
        var player = new SocketPlayer(recording) { FragmentBytes = fragmentBytes };
        await using var server = await TestServer.StartAsync(player.PlayAsync);
        using var client = server.Client();
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://x" + recording.Path).Query);
        var options = new ExecOptions { Container = query["container"], Command = query["command"]!, HasInput = query.ContainsKey("stdin") };

        await using (var session = await client.ExecAsync("wire", "ex-v2dx2", options, Token))
        {
            if (session.Input is { } input)
            {
                await input.WriteAsync("hello\n"u8.ToArray(), Token);
                await input.WriteAsync(Encoding.UTF8.GetBytes("stdin é\n"), Token);
                await input.DisposeAsync();
            }

            var output = ReadAsync(session.Output);
            var errors = ReadAsync(session.Errors);
            Assert.Equal(recording.Channel(1), await output);
            Assert.Equal(recording.Channel(2), await errors);
            var outcome = await session.Outcome.WaitAsync(Token);
            switch (name)
            {
                case "exec-v4-no-stdin":
                    Assert.Equal(new ExecOutcome.Exited(1), outcome);
                    break;
                case "exec-v5-cat-exit3":
                    Assert.Equal(new ExecOutcome.Exited(3), outcome);
                    break;
                case "exec-v5-no-such-command":
                    var failed = Assert.IsType<ExecOutcome.Failed>(outcome);
                    Assert.Equal((500, "InternalError"), (failed.Status.Code, failed.Status.Reason));
                    Assert.EndsWith("exec: \"nosuch\": executable file not found in $PATH: unknown", failed.Message, StringComparison.Ordinal);
                    break;
                default:
                    Assert.Equal(new ExecOutcome.Exited(0), outcome);
                    break;
            }
        }

        Assert.Empty(player.Differences);
        var request = Assert.Single(server.Requests);
        Assert.Equal(recording.Path.Split('?')[0], request.Path);
        Assert.Equal(query.ToDictionary(q => q.Key, q => q.Value.ToString()), request.Query);
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", request.Headers["Sec-WebSocket-Protocol"]);
    }

    [Theory]
    [InlineData("exec-403", 403, "Forbidden")]
    [InlineData("log-404-pod", 404, "NotFound")]
    [InlineData("log-400-container-unknown", 400, "BadRequest")]
    [InlineData("exec-403-bad-protocol", 403, null)]
    public async Task A_refused_handshake_is_told_in_the_servers_words(string name, int status, string? reason)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.ExecAsync("wire", "p", new ExecOptions { Command = ["true"] }, Token));

        Assert.Equal((status, reason, false), (failure.StatusCode, failure.Reason, failure.IsTransient));
        Assert.StartsWith($"running a command in Pod wire/p: {status}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(reason is null ? null : (string?)recording.Body!["message"], failure.Status?.Message);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }
}
