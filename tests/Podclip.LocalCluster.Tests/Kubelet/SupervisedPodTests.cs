using System.Net.Sockets;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class SupervisedPodTests
{
    [Fact]
    public async Task Who_asks_an_ended_pod_to_end_starts_no_timer_that_would_go_off_in_the_next_pod()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await using var hub = new NotificationHub(listener);
        var container = new ContainerSpec { Name = "c", Launcher = ["bwrap"], SandboxOptions = [], Command = ["true"] };
        var pod = new SupervisedPod(new SupervisorSpec(RestartPolicy.Never, TimeSpan.FromSeconds(30), [], [container]), new PodDirectory("/no/such/pod"), hub, clock);

        await pod.DisposeAsync();
        pod.Terminate(TimeSpan.FromHours(1));
        Assert.Equal(0, clock.Timers);
    }
}
