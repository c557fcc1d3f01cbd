using Podclip.ScriptedModel;

namespace Podclip.EndToEnd.Tests;

/// <summary>The model of a test class.</summary>
public sealed class TestModel : IAsyncLifetime
{
    internal RequestSignal Asked { get; } = new();

    public ScriptedModelServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ScriptedModelServer.StartAsync(new ScriptedModelOptions { OnRequest = _ => Asked.Set() }, CancellationToken.None);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
