using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>Answers on a unix socket as the daemon does, but badly when asked to: streams are cut, answers are late, lost or refusals.</summary>
internal sealed class PlayedDaemon : IAsyncDisposable
{
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<string> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _server;
    private string? _file;
    private int _streams;

    /// <summary>What a run tells at once, line by line.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>After how many bytes the nth stream is cut; null for a whole one, which ends when <see cref="End"/> says so.</summary>
    public Func<int, int?> CutAfter { get; init; } = _ => null;

    /// <summary>What happens in the place of an answer; null to answer as usual.</summary>
    public Func<string, HttpContext, Task>? Instead { get; set; }

    /// <summary>The version it says that it is.</summary>
    public string Version { get; init; } = "999.0.0";

    /// <summary>The body of the last PUT.</summary>
    public JsonObject? Body { get; private set; }

    /// <summary>What was asked so far and was not yet awaited: method and path, and the body of a stop.</summary>
    public List<string> Asked
    {
        get
        {
            List<string> all = [];
            while (_asked.Reader.TryRead(out var one))
            {
                all.Add(one);
            }

            return all;
        }
    }

    /// <summary>Listens, and says so where the bridge looks.</summary>
    public async Task ListenAsync(string state)
    {
        Directory.CreateDirectory(state);
        var socket = Path.Combine(state, "played.sock");
        File.Delete(socket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(socket));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        _file = Path.Combine(state, "daemon.json");
        JsonObject place = new() { ["socket"] = socket, ["pid"] = Environment.ProcessId, ["version"] = Version, ["protocol"] = 1 };
        await File.WriteAllTextAsync(_file, place.ToJsonString(), TestContext.Current.CancellationToken);
    }

    /// <summary>Lines of a log, numbered, then a result.</summary>
    public static List<string> Story(int lines) =>
    [
        """{"seq":1,"time":"t","type":"meta","meta":{"adapterType":"claude_k8s","command":"claude"}}""",
        """{"type":"heartbeat"}""",
        .. Enumerable.Range(1, lines).Select(i => new JsonObject { ["seq"] = i + 1, ["type"] = "log", ["stream"] = i % 7 == 0 ? "stderr" : "stdout", ["text"] = $"line {i} é😀\n" }.ToJsonString()),
        """{"type":"of a later release"}""",
        ResultLine(lines + 2),
    ];

    public static string ResultLine(int seq, string? errorCode = null) => new JsonObject
    {
        ["seq"] = seq,
        ["type"] = "result",
        ["result"] = new JsonObject { ["exitCode"] = errorCode is null ? 0 : null, ["signal"] = null, ["timedOut"] = false, ["errorCode"] = errorCode },
    }.ToJsonString();

    /// <summary>The last event of a stream that waits.</summary>
    public void End(string line) => _last.TrySetResult(line);

    /// <summary>Until this is asked.</summary>
    public async Task UntilAskedAsync(string request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!(await _asked.Reader.ReadAsync(patience.Token)).StartsWith(request, StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Is gone, in the middle of whatever it was saying.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is null)
        {
            return;
        }

        File.Delete(_file!);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        if (http.Request.Method == "PUT")
        {
            Body = JsonNode.Parse(body)!.AsObject();
        }

        _asked.Writer.TryWrite(http.Request.Path == "/v1/stop" ? $"{request} {body}" : request);
        if (Instead is { } instead)
        {
            await instead(request, http);
            if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            {
                return;
            }
        }

        await (http.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal)
            ? TellAsync(http, long.Parse(http.Request.Query["after"]!, System.Globalization.CultureInfo.InvariantCulture))
            : http.Response.WriteAsync(http.Request.Path == "/v1/health"
                ? $$"""{"status":"ok","version":"{{Version}}","protocol":1,"pid":{{Environment.ProcessId}}}"""
                : """{"state":"running"}""", http.RequestAborted));
    }

    private async Task TellAsync(HttpContext http, long after)
    {
        var lines = Events.Where(line => (JsonNode.Parse(line)!["seq"]?.GetValue<long>() ?? long.MaxValue) > after);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        if (CutAfter(_streams++) is { } cut && cut < bytes.Length)
        {
            // Fewer bytes than were announced: the connection ends behind them. An abort would take back what was not sent yet.
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes.AsMemory(0, cut), http.RequestAborted);
            return;
        }

        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        if (!Events.Any(line => line.Contains("\"result\"", StringComparison.Ordinal)))
        {
            await http.Response.WriteAsync(await _last.Task.WaitAsync(http.RequestAborted) + "\n", http.RequestAborted);
        }
    }
}
