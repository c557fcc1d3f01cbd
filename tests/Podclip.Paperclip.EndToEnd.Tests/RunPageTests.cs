using Podclip.Paperclip.EndToEnd.Tests.Hosting;

namespace Podclip.Paperclip.EndToEnd.Tests;

/// <summary>What a person sees of a run on Paperclip's page.</summary>
[Trait("Needs", "paperclip")]
[Collection(SiteCollection.Name)]
public sealed class RunPageTests(PaperclipSite site)
{
    [Fact]
    public async Task The_page_shows_lines_that_can_be_read_and_with_its_worker_mended_what_they_mean()
    {
        var agent = await site.Api.HireAsync("Shown", "claude_k8s", site.Config());
        var issue = await site.Api.AssignAsync(agent, "Show [[scenario:turns count=2]]");
        var run = await site.Api.RunAsync(agent, issue);
        await site.Api.EndAsync(run);
        var company = (await site.Api.GetAsync("/companies")).AsArray()[0]!;
        var page = new Uri(site.Server.Url, $"/{company["issuePrefix"]!.GetValue<string>()}/agents/{(await site.Api.GetAsync($"/agents/{agent}"))["urlKey"]!.GetValue<string>()}/runs/{run}");

        // As this release of the host is: its worker does not start, and the lines are shown as they are.
        await using (var browser = await Browser.StartAsync(mendsWorker: false))
        {
            var shown = await browser.OpenAsync(page, "Turn 1 of 2.");
            await browser.ShootAsync(Picture("run-raw.png"));
            Assert.Contains("[paperclip] Created K8s Job: ac-", shown, StringComparison.Ordinal);
            Assert.Contains("\"type\":\"assistant\"", shown, StringComparison.Ordinal);
        }

        await using (var browser = await Browser.StartAsync(mendsWorker: true))
        {
            // Until the worker is up the lines stand there as they are.
            await browser.OpenAsync(page, "Turn 1 of 2.");
            await browser.UntilAsync(shown => !shown.Contains("\"type\":\"assistant\"", StringComparison.Ordinal) && shown.Contains("Turn 1 of 2.", StringComparison.Ordinal));
            await browser.ShootAsync(Picture("run-parsed.png"));
        }
    }

    private static string Picture(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Podclip.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "artifacts", "screenshots", name);
    }
}
