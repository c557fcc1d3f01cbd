namespace Podclip.Engine.Tests.Cluster;

/// <summary>The machine's clock, put forward by as much as a test says. Timers run as ever.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
