using System.Diagnostics;
using Podclip.Paperclip.EndToEnd.Tests.Hosting;

namespace Podclip.Paperclip.EndToEnd.Tests;

/// <summary>What Paperclip has of a run whose daemon does not live as long as it does.</summary>
[Trait("Needs", "paperclip")]
[Collection(SiteCollection.Name)]
public sealed class KilledDaemonTests(PaperclipSite site)
{
    private const int Lines = 10_000;
    private const int Kills = 10;

    [Fact]
    public async Task Ten_kills_during_a_minute_of_ten_thousand_lines_cost_not_one_of_them()
    {
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.SendDiagnosticMessage($"daemon killed under Paperclip: seed {seed}");
        var random = new Random(seed);
        await site.AddAgentAsync("podclip/chatter", $$"""
            cat >/dev/null
            echo '{"type":"system","subtype":"init","session_id":"s-1","model":"m"}'
            i=0
            while [ $i -lt {{Lines}} ]; do i=$((i+1)); echo "line $i"; [ $((i % 50)) = 0 ] && sleep 0.29; done
            echo '{"type":"result","subtype":"success","is_error":false,"result":"Counted","session_id":"s-1","usage":{"input_tokens":1,"output_tokens":1},"total_cost_usd":0.01}'
            """);
        var config = site.Config();
        config["image"] = "podclip/chatter";
        var agent = await site.Api.HireAsync("Counter", "claude_k8s", config);
        var run = await site.Api.RunAsync(agent, await site.Api.AssignAsync(agent, "Count"));
        await site.Api.UntilLoggedAsync(run, "line 1\n");
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(1000, 6000), TestContext.Current.CancellationToken);
            KillDaemon();
        }

        var ended = await site.Api.EndAsync(run, TimeSpan.FromMinutes(3));
        Assert.Equal("succeeded", ended["status"]!.GetValue<string>());
        Assert.Equal(
            Enumerable.Range(1, Lines).Select(i => $"line {i}"),
            (await site.Api.LogTextAsync(run)).Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
    }

    // Whether or not it has just been killed and not started again yet.
    private void KillDaemon()
    {
        foreach (var pid in site.Daemons())
        {
            using var daemon = Process.GetProcesses().FirstOrDefault(process => process.Id == pid);
            daemon?.Kill();
        }
    }
}
