using System.Threading.Channels;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Wakes one waiter up, now or when it next waits. Set often before it waits, it wakes it once.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the waiter up.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits to be woken up, or for the time to pass.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var timer = timeProvider.CreateTimer(_ => Set(), null, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await _channel.Reader.ReadAsync(cancellationToken);
    }
}
