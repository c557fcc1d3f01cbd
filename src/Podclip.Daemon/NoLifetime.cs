using Microsoft.Extensions.Hosting;

namespace Podclip.Daemon;

/// <summary>Leaves the signals alone: who runs the daemon decides what they mean.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
