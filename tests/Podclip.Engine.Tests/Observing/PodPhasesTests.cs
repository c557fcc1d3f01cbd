using Podclip.Engine.Observing;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources.Core;

namespace Podclip.Engine.Tests.Observing;

/// <summary>What a pod's status says of its agent.</summary>
public sealed class PodPhasesTests
{
    [Fact]
    public void R20_A_pod_that_is_kept_running_by_a_sidecar_has_ended_when_its_agent_has()
    {
        var running = new ContainerStatus { Name = "istio-proxy", State = new ContainerState { Running = new ContainerStateRunning() } };
        var ended = new ContainerStatus { Name = JobManifest.ContainerName, State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = 1 } } };
        var alive = ended with { State = running.State };
        Assert.True(PodPhases.HasEnded(Pod(running, ended)));
        Assert.False(PodPhases.HasEnded(Pod(running, alive)));
        Assert.False(PodPhases.HasEnded(Pod(ended with { Name = "istio-proxy" }, alive)));
        Assert.Equal(RunPhase.Settling, PodPhases.Describe(Pod(running, ended)).Phase);
    }

    private static Pod Pod(params ContainerStatus[] containers) => new() { Status = new PodStatus { Phase = "Running", ContainerStatuses = containers } };
}
