using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Podclip.Kubernetes.Tests.Caching;

/// <summary>One watch: what a test sends comes out of it until the test ends or cuts it.</summary>
internal sealed class ScriptedWatch
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private bool _cut;

    public ScriptedWatch Send(string type, string item)
    {
        _lines.Writer.TryWrite(Answers.EventJson(type, item));
        return this;
    }

    public void Expire() => Send("ERROR", """{"kind":"Status","status":"Failure","message":"too old resource version","reason":"Expired","code":410}""").End();

    public void End() => _lines.Writer.Complete();

    public void Cut()
    {
        _cut = true;
        End();
    }

    public async Task PlayAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var line in _lines.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (_cut)
        {
            context.Abort();
        }
    }
}
