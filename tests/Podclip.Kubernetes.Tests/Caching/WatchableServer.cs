using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Podclip.Kubernetes.Tests.Caching;

/// <summary>A server of pods whose lists and watches a test scripts one by one.</summary>
internal sealed class WatchableServer : IAsyncDisposable
{
    private readonly Channel<RequestDelegate> _lists = Channel.CreateUnbounded<RequestDelegate>();
    private readonly Channel<RequestDelegate> _watches = Channel.CreateUnbounded<RequestDelegate>();

    public TestServer Server { get; private init; } = null!;

    /// <summary>Each watch that was opened, by the version it asked for.</summary>
    public Channel<string> Opened { get; } = Channel.CreateUnbounded<string>();

    public static async Task<WatchableServer> StartAsync()
    {
        WatchableServer? self = null;
        var server = await TestServer.StartAsync(context => self!.AnswerAsync(context));
        return self = new WatchableServer { Server = server };
    }

    public WatchableServer List(int version, params string[] pods) => List(Answers.Json(Answers.ListJson(version, pods)));

    public WatchableServer List(RequestDelegate answer)
    {
        _lists.Writer.TryWrite(answer);
        return this;
    }

    /// <summary>The next watch sends what the returned stream is given.</summary>
    public ScriptedWatch Watch()
    {
        var watch = new ScriptedWatch();
        _watches.Writer.TryWrite(watch.PlayAsync);
        return watch;
    }

    public WatchableServer Watch(RequestDelegate answer)
    {
        _watches.Writer.TryWrite(answer);
        return this;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var isWatch = context.Request.Query["watch"] == "true";
        if (isWatch)
        {
            Opened.Writer.TryWrite(context.Request.Query["resourceVersion"].ToString());
        }

        var answer = await (isWatch ? _watches : _lists).Reader.ReadAsync(context.RequestAborted);
        await answer(context);
    }
}
