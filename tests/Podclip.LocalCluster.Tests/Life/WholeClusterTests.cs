using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Life;

/// <summary>The API, the controllers and the real kubelet together.</summary>
public class WholeClusterTests
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";

    [Fact]
    public async Task A_Job_runs_a_process_and_its_log_and_end_come_back()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        await cluster.CreateAsync(Jobs, TestJobs.Script("real", "echo one; echo two >&2; exit 3"));
        var job = await cluster.WaitForAsync($"{Jobs}/real", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        Assert.Equal("BackoffLimitExceeded", job.Items("status", "conditions").Last().Text("reason"));
        var pods = await cluster.GetAsync("/api/v1/namespaces/default/pods?labelSelector=job-name=real");
        var pod = Assert.Single(pods.Items("items"));
        Assert.Equal(3, pod.Items("status", "containerStatuses").Single().Number("state", "terminated", "exitCode"));
        var log = await cluster.SendAsync("GET", $"/api/v1/namespaces/default/pods/{pod.Text("metadata", "name")}/log?follow=true");
        Assert.Equal("one\ntwo\n", log.Text);
    }

    [Fact]
    public async Task A_deleted_Job_takes_its_running_pod_along()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        await cluster.CreateAsync(Jobs, TestJobs.Script("doomed", "trap 'exit 0' TERM; echo up; while :; do sleep 0.1; done"));
        await cluster.WaitForAsync("/api/v1/namespaces/default/pods", list => list.Items("items").Any(p => p.Text("status", "phase") == "Running"));
        await cluster.SendAsync("DELETE", $"{Jobs}/doomed?propagationPolicy=Background");
        await cluster.WaitForAsync("/api/v1/namespaces/default/pods", list => !list.Items("items").Any());
    }
}
