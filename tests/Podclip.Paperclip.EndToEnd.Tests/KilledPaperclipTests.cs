using Podclip.Paperclip.EndToEnd.Tests.Hosting;

namespace Podclip.Paperclip.EndToEnd.Tests;

/// <summary>What becomes of a run whose Paperclip is killed. The server finds out after five minutes that nobody looks after it any more.</summary>
[Trait("Needs", "paperclip")]
[Trait("Needs", "slow")]
[Collection(SiteCollection.Name)]
public sealed class KilledPaperclipTests(PaperclipSite site)
{
    private static readonly TimeSpan Reaper = TimeSpan.FromMinutes(8);

    private PaperclipApi Api => site.Api;

    [Fact]
    public async Task The_tasks_next_run_takes_up_the_Job_and_the_agent_has_worked_once()
    {
        var gate = Path.Combine(site.Server.Data, "gate");
        var trace = Path.Combine(site.Server.Data, "trace");
        await site.AddAgentAsync("podclip/patient", $$$"""
            cat >/dev/null
            case "$*" in *--resume*) echo resumed >> {{{trace}}} ;; *) echo fresh >> {{{trace}}} ;; esac
            echo '{"type":"system","subtype":"init","session_id":"11111111-2222-4333-8444-555555555555","model":"m"}'
            echo '{"type":"assistant","message":{"content":[{"type":"text","text":"at work"}]}}'
            until [ -e {{{gate}}} ]; do sleep 0.1; done
            echo '{"type":"result","subtype":"success","is_error":false,"result":"Worked","session_id":"11111111-2222-4333-8444-555555555555","usage":{"input_tokens":1,"output_tokens":1},"model_usage_since_last_result":{"m": {"costUSD": 0.25} } }'
            """);
        var config = site.Config();
        config["image"] = "podclip/patient";
        config["reattachOrphanedJobs"] = true;
        var agent = await Api.HireAsync("Patient", "claude_k8s", config);
        var issue = await Api.AssignAsync(agent, "Long work");
        var lost = await Api.RunAsync(agent, issue);
        await Api.UntilLoggedAsync(lost, "at work");

        await site.Server.KillAsync();
        await site.Server.StartAsync();
        var found = await Api.EndAsync(lost, Reaper);
        Assert.True(found["errorCode"]?.GetValue<string>() == "process_lost", $"{found["status"]} {found["errorCode"]} {found["error"]}");

        // The host holds the issue until an operator has looked; then it wakes the agent again.
        await LiftHoldAsync(issue, lost);
        var next = await Api.RunAsync(agent, issue, 2);
        await Api.UntilLoggedAsync(next, "Reattaching to in-flight K8s Job");
        Assert.Equal(["fresh"], await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        var ended = await Api.EndAsync(next);
        Assert.Equal("succeeded", ended["status"]!.GetValue<string>());
        Assert.Equal(["fresh", "resumed"], (await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken)).Take(2));
    }

    private async Task LiftHoldAsync(string issue, string run)
    {
        // It stands there for some seconds; then the host blocks the issue by itself, and still takes the operator's word under the same id.
        JsonNode? action = null;
        await PaperclipApi.UntilAsync(async () => (action = (await Api.GetAsync($"/issues/{issue}/recovery-actions"))["active"]) is not null, TimeSpan.FromMinutes(1), "the host's hold");
        await Api.PostAsync($"/issues/{issue}/recovery-actions/resolve", new JsonObject
        {
            ["actionId"] = action!["id"]!.GetValue<string>(),
            ["outcome"] = "restored",
            ["sourceIssueStatus"] = "todo",
            ["executionReconciliation"] = new JsonObject
            {
                ["runId"] = run,
                ["providerStopped"] = true,
                ["actionOutcome"] = "not_performed",
                ["outcomeEvidence"] = "The operator saw that the Kubernetes Job goes on, and that the next run takes it up.",
            },
        });
    }
}
