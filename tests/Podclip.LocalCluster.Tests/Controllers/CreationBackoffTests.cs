using Podclip.LocalCluster.Controllers.Jobs;

namespace Podclip.LocalCluster.Tests.Controllers;

/// <summary>When refused pods are tried again; the first waits are those of <c>life-quota-exceeded-events</c>.</summary>
public class CreationBackoffTests
{
    [Fact]
    public void Waits_double_up_to_a_minute_and_are_forgotten()
    {
        var backoff = new CreationBackoff();
        var now = DateTimeOffset.UnixEpoch;
        Assert.Null(backoff.Left("u", now));
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => backoff.Refused("u", now).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(20), backoff.Left("u", now.AddSeconds(40)));
        Assert.Null(backoff.Left("u", now.AddSeconds(60)));
        Assert.Null(backoff.Left("other", now));
        backoff.Forget("u");
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Refused("u", now));
    }
}
