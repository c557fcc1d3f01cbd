using Podclip.Paperclip.EndToEnd.Tests.Hosting;

namespace Podclip.Paperclip.EndToEnd.Tests;

/// <summary>What an operator sees who installs the adapters in a real Paperclip and hires agents with them.</summary>
[Trait("Needs", "paperclip")]
[Collection(SiteCollection.Name)]
public sealed class PaperclipTests(PaperclipSite site)
{
    private PaperclipApi Api => site.Api;

    [Fact]
    public async Task Both_adapters_are_there_with_their_forms_models_and_parsers()
    {
        Assert.Equal(["claude_k8s", "opencode_k8s"], JsonNode.Parse(site.Installed)!.AsArray().Select(row => row!["type"]!.GetValue<string>()));
        foreach (var type in (string[])["claude_k8s", "opencode_k8s"])
        {
            var adapter = await Api.GetAsync($"/adapters/{type}");
            Assert.True(adapter["loaded"]!.GetValue<bool>());
            Assert.True(adapter["capabilities"]!["supportsLocalAgentJwt"]!.GetValue<bool>());
            Assert.True(adapter["capabilities"]!["supportsSkills"]!.GetValue<bool>());
            var fields = (await Api.GetAsync($"/adapters/{type}/config-schema"))["fields"]!.AsArray().Select(field => field!["key"]!.GetValue<string>());
            Assert.Contains("queueTimeoutSec", fields);
            Assert.NotEmpty((await Api.GetAsync($"/companies/{await Api.CompanyAsync()}/adapters/{type}/models")).AsArray());
            Assert.Contains("parseStdoutLine", await Api.TextAsync($"/adapters/{type}/ui-parser.js"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_environment_test_finds_nothing_wrong()
    {
        var result = await Api.PostAsync($"/companies/{await Api.CompanyAsync()}/adapters/claude_k8s/test-environment", new JsonObject { ["adapterConfig"] = site.Config() });
        Assert.NotEqual("fail", result["status"]!.GetValue<string>());
        Assert.Contains(result["checks"]!.AsArray(), check => check!["code"]!.GetValue<string>() == "k8s_rbac_job_create");
    }

    [Fact]
    public async Task An_issue_wakes_the_agent_which_calls_Paperclip_from_its_pod_and_is_paid_for()
    {
        var agent = await Api.HireAsync("Caller", "claude_k8s", site.Config());
        var issue = await Api.AssignAsync(agent, "Call home [[scenario:callhome]]");
        var run = await Api.RunAsync(agent, issue);

        // Live: the tool's answer is there two seconds before the agent is done.
        await Api.UntilLoggedAsync(run, "comment 201");
        Assert.Equal("running", (await Api.RunAsync(run))["status"]!.GetValue<string>());

        var ended = await Api.EndAsync(run);
        Assert.Equal("succeeded", ended["status"]!.GetValue<string>());
        Assert.True(ended["usageJson"]!["costUsd"]!.GetValue<decimal>() > 0);
        Assert.Equal("metered_api", ended["usageJson"]!["billingType"]!.GetValue<string>());
        Assert.NotNull(ended["sessionIdAfter"]);
        Assert.Equal("done", (await Api.IssueAsync(issue))["status"]!.GetValue<string>());
        var comments = (await Api.GetAsync($"/issues/{issue}/comments")).AsArray();
        Assert.Equal(agent, Assert.Single(comments, comment => comment!["body"]!.GetValue<string>() == "Said from the pod.")!["authorAgentId"]!.GetValue<string>());
        var log = await Api.LogTextAsync(run);
        Assert.Contains("[paperclip] Created K8s Job: ac-", log, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-scripted-0123456789", log, StringComparison.Ordinal);
        var events = (await Api.GetAsync($"/heartbeat-runs/{run}/events")).AsArray();
        Assert.Single(events, told => told!["eventType"]!.GetValue<string>() == "adapter.invoke");
        Assert.Contains(events, told => told!["eventType"]!.GetValue<string>() == "agent.tool_call");
    }

    [Fact]
    public async Task A_comment_resumes_the_session()
    {
        var agent = await Api.HireAsync("Resumer", "claude_k8s", site.Config());
        var issue = await Api.AssignAsync(agent, "First [[scenario:plain]]");
        var first = await Api.EndAsync(await Api.RunAsync(agent, issue));
        Assert.Equal("succeeded", first["status"]!.GetValue<string>());
        await QuietAsync(agent, issue);

        var before = (await Api.RunsAsync(agent, issue)).Count;
        await Api.CommentAsync(issue, "Go on [[scenario:plain]]");
        var second = await Api.EndAsync(await Api.RunAsync(agent, issue, before + 1));
        Assert.Equal("succeeded", second["status"]!.GetValue<string>());
        Assert.Equal(first["sessionIdAfter"]!.GetValue<string>(), second["sessionIdBefore"]!.GetValue<string>());
        Assert.Equal(first["sessionIdAfter"]!.GetValue<string>(), second["sessionIdAfter"]!.GetValue<string>());
        Assert.True(second["usageJson"]!["sessionReused"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_cancel_stops_the_agent_is_acknowledged_and_holds_nothing_up()
    {
        var agent = await Api.HireAsync("Stopped", "claude_k8s", site.Config());
        var issue = await Api.AssignAsync(agent, "Long [[scenario:endless]]");
        var run = await Api.RunAsync(agent, issue);
        await Api.UntilLoggedAsync(run, "Turn 2 of 1000");

        var (status, _) = await Api.SendAsync(HttpMethod.Post, $"/heartbeat-runs/{run}/cancel", new JsonObject());
        Assert.Equal(200, status);
        var ended = await Api.EndAsync(run);
        Assert.Equal("cancelled", ended["status"]!.GetValue<string>());
        Assert.Equal("acknowledged", ended["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
        Assert.Equal("in_progress", (await Api.IssueAsync(issue))["status"]!.GetValue<string>());

        // Nothing of it is left that could spend money, and the agent takes up other work.
        var asked = site.ModelRequests.Count;
        var other = await Api.AssignAsync(agent, "Another way [[scenario:plain]]");
        Assert.Equal("succeeded", (await Api.EndAsync(await Api.RunAsync(agent, other)))["status"]!.GetValue<string>());
        Assert.DoesNotContain(site.ModelRequests.Skip(asked), request => request.Scenario == "endless");
    }

    [Fact]
    public async Task A_failure_says_why_and_keeps_the_issue_alive()
    {
        var agent = await Api.HireAsync("Failing", "claude_k8s", site.Config());
        var issue = await Api.AssignAsync(agent, "Fail [[scenario:error529]]");
        var failed = await Api.EndAsync(await Api.RunAsync(agent, issue));
        Assert.Equal("failed", failed["status"]!.GetValue<string>());
        Assert.Contains("529", failed["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEqual("blocked", (await Api.IssueAsync(issue))["status"]!.GetValue<string>());
        await PaperclipApi.UntilAsync(async () => (await Api.RunsAsync(agent, issue)).Count > 1, TimeSpan.FromMinutes(1), "the host's own retry");
    }

    [Fact]
    public async Task A_second_issue_waits_while_the_agent_is_busy_and_then_runs()
    {
        var agent = await Api.HireAsync("Busy", "claude_k8s", site.Config());
        var first = await Api.AssignAsync(agent, "One [[scenario:turns count=6 delay=1]]");
        var firstRun = await Api.RunAsync(agent, first);
        await Api.UntilLoggedAsync(firstRun, "Turn 1 of 6");
        var second = await Api.AssignAsync(agent, "Two [[scenario:plain]]");
        var secondRun = await Api.RunAsync(agent, second);
        await Api.UntilLoggedAsync(secondRun, "is busy with run");
        Assert.Equal("succeeded", (await Api.EndAsync(firstRun))["status"]!.GetValue<string>());
        Assert.Equal("succeeded", (await Api.EndAsync(secondRun))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_adapters_are_taken_out_and_put_in_again()
    {
        var removed = JsonNode.Parse(await site.PodclipAsync("paperclip", "uninstall", "--url", site.Server.Url.AbsoluteUri, "-o", "json"))!.AsArray();
        Assert.Equal(["removed", "removed"], removed.Select(row => row!["state"]!.GetValue<string>()));
        Assert.DoesNotContain((await Api.GetAsync("/adapters")).AsArray(), adapter => adapter!["type"]!.GetValue<string>() == "claude_k8s");
        await site.PodclipAsync("paperclip", "install", "--url", site.Server.Url.AbsoluteUri);
        var rows = JsonNode.Parse(await site.PodclipAsync("paperclip", "status", "--url", site.Server.Url.AbsoluteUri, "-o", "json"))!.AsArray();
        Assert.Equal(["installed", "installed"], rows.Select(row => row!["state"]!.GetValue<string>()));

        // The daemon was not started a second time for it.
        Assert.Single(site.Daemons());
    }

    // The host wakes the agent once more of its own accord when an issue is left open.
    private async Task QuietAsync(string agent, string issue)
    {
        await PaperclipApi.UntilAsync(
            async () =>
            {
                var runs = await Api.RunsAsync(agent, issue);
                var states = await Task.WhenAll(runs.Select(async run => (await Api.RunAsync(run))["status"]!.GetValue<string>()));
                return runs.Count > 1 && states.All(state => state is not ("queued" or "running"));
            },
            TimeSpan.FromSeconds(60),
            $"quiet about issue {issue}");
    }
}
