using System.Globalization;
using System.Net;
using System.Text;

namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>What an operator does in Paperclip's pages, by its API.</summary>
internal sealed class PaperclipApi(Uri url) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
    private string? _company;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await TextAsync(path))!;

    public Task<string> TextAsync(string path) => _http.GetStringAsync(new Uri($"/api{path}", UriKind.Relative), Token);

    public async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, $"/api{path}") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await _http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, path, body);
        Assert.True(status is >= 200 and < 300, $"POST {path}: {status} {answer?.ToJsonString()}");
        return answer ?? new JsonObject();
    }

    /// <summary>The one company.</summary>
    public async Task<string> CompanyAsync() => _company ??= (await GetAsync("/companies")).AsArray() is { Count: > 0 } companies
        ? companies[0]!["id"]!.GetValue<string>()
        : (await PostAsync("/companies", new JsonObject { ["name"] = "Acme" }))["id"]!.GetValue<string>();

    public async Task<string> HireAsync(string name, string type, JsonObject config)
    {
        var agent = await PostAsync($"/companies/{await CompanyAsync()}/agents", new JsonObject
        {
            ["name"] = name,
            ["role"] = "engineer",
            ["adapterType"] = type,
            ["adapterConfig"] = config,
            ["runtimeConfig"] = new JsonObject { ["heartbeat"] = new JsonObject { ["enabled"] = false } },
        });
        return agent["id"]!.GetValue<string>();
    }

    /// <summary>An issue for an agent, which wakes it.</summary>
    public async Task<string> AssignAsync(string agent, string title) => (await PostAsync($"/companies/{await CompanyAsync()}/issues", new JsonObject
    {
        ["title"] = title,
        ["description"] = "Do it.",
        ["status"] = "todo",
        ["assigneeAgentId"] = agent,
    }))["id"]!.GetValue<string>();

    public Task CommentAsync(string issue, string text) => PostAsync($"/issues/{issue}/comments", new JsonObject { ["body"] = text });

    public Task<JsonNode> IssueAsync(string issue) => GetAsync($"/issues/{issue}");

    public Task<JsonNode> RunAsync(string run) => GetAsync($"/heartbeat-runs/{run}");

    /// <summary>The agent's runs for an issue, oldest first.</summary>
    public async Task<IReadOnlyList<string>> RunsAsync(string agent, string issue) =>
    [
        .. (await GetAsync($"/companies/{await CompanyAsync()}/heartbeat-runs?agentId={agent}")).AsArray()
            .Where(run => run!["contextSnapshot"]?["issueId"]?.GetValue<string>() == issue)
            .OrderBy(run => run!["createdAt"]!.GetValue<string>(), StringComparer.Ordinal)
            .Select(run => run!["id"]!.GetValue<string>()),
    ];

    /// <summary>Waits for a run of an agent for an issue: the first, the second, …</summary>
    public async Task<string> RunAsync(string agent, string issue, int number = 1)
    {
        string? run = null;
        await UntilAsync(async () => (run = (await RunsAsync(agent, issue)).ElementAtOrDefault(number - 1)) is not null, TimeSpan.FromSeconds(60), $"run {number} of issue {issue}");
        return run!;
    }

    /// <summary>Waits until a run is over.</summary>
    public async Task<JsonNode> EndAsync(string run, TimeSpan? bound = null)
    {
        JsonNode? ended = null;
        await UntilAsync(
            async () => (ended = await RunAsync(run))["status"]!.GetValue<string>() is not ("queued" or "running" or "scheduled_retry"), bound ?? TimeSpan.FromMinutes(2), $"the end of run {run}");
        return ended!;
    }

    /// <summary>The chunks of a run's log, in order.</summary>
    public async Task<IReadOnlyList<JsonObject>> LogAsync(string run)
    {
        List<JsonObject> chunks = [];
        for (long offset = 0; ;)
        {
            JsonNode page;
            try
            {
                page = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/heartbeat-runs/{run}/log?offset={offset}&limitBytes=1000000"));
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                return chunks; // it has said nothing yet
            }

            var content = page["content"]!.GetValue<string>();
            chunks.AddRange(content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()));
            offset += Encoding.UTF8.GetByteCount(content);
            if (page["nextOffset"]?.GetValue<long?>() is not { } next || content.Length == 0)
            {
                return chunks;
            }

            offset = next;
        }
    }

    /// <summary>The text of a run's log.</summary>
    public async Task<string> LogTextAsync(string run) => string.Concat((await LogAsync(run)).Select(chunk => chunk["chunk"]!.GetValue<string>()));

    /// <summary>Waits until a run's log has a text.</summary>
    public Task UntilLoggedAsync(string run, string text) => UntilAsync(async () => (await LogTextAsync(run)).Contains(text, StringComparison.Ordinal), TimeSpan.FromMinutes(1), $"\"{text}\" in the log of run {run}");

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan bound, string what)
    {
        using var limit = new CancellationTokenSource(bound);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(Step, Token);
        }
    }
}
