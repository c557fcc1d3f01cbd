using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Daemon;

/// <summary>
/// A real <c>podclip serve</c> with an embedded cluster of its own, that tests kill and start again, and the little of a caller that goes on
/// behind its cursor.
/// </summary>
public sealed class DaemonHost : IAsyncLifetime
{
    private static readonly UnixFileMode Everybody = (UnixFileMode)0x1ff;
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _state = new();
    private readonly TemporaryDirectory _home = new();
    private readonly StringBuilder _log = new();
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>A folder that pods see at its own path.</summary>
    public string Home => _home.Path;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    private string Socket => Path.Combine(_state.Path, "daemon.sock");

    public ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_home.Path, Everybody);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync(9);
        }

        using var down = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, ["cluster", "down", "--purge"]);
        (await down.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
        _state.Dispose();
        _home.Dispose();
    }

    /// <summary>The body that asks for a script to be run.</summary>
    internal static JsonObject Ask(string id, string agent, string script, string? task = "task") => new()
    {
        ["adapter"] = "shell_k8s",
        ["context"] = new JsonObject
        {
            ["runId"] = id,
            ["agent"] = new JsonObject { ["id"] = agent, ["companyId"] = "company", ["name"] = "Ann" },
            ["runtime"] = new JsonObject(),
            ["config"] = new JsonObject
            {
                ["script"] = script,
                ["graceSec"] = 5,
                ["reattachOrphanedJobs"] = true,
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "50Mi" } },
            },
            ["context"] = new JsonObject { ["taskId"] = task },
        },
    };

    /// <summary>Starts the daemon; it answers when this returns. One that a failed test has left makes room.</summary>
    internal async Task StartAsync(bool lifeline = false)
    {
        if (_process is not null)
        {
            await StopAsync(9);
        }

        var start = new ProcessStartInfo(PodclipProcess.Binary, lifeline ? ["serve", "--lifeline"] : ["serve"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        start.Environment["PODCLIP_HOME"] = _state.Path;
        start.Environment["PODCLIP_CLUSTER"] = "embedded";
        start.Environment["PAPERCLIP_HOME"] = _home.Path;
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.AppendLine(line.Data);
                _said.TrySetResult();
                _said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (line.Data?.Contains("podclip: serving", StringComparison.Ordinal) == true)
            {
                listens.TrySetResult();
            }
        };
        _process.Exited += (_, _) => listens.TrySetException(new InvalidOperationException($"the daemon ended: {Log}"));
        _process.Start();
        _process.BeginErrorReadLine();
        await listens.Task.WaitAsync(StartBound, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends standard input: the end of who started it.</summary>
    internal void CutLifeline() => _process!.StandardInput.Close();

    /// <summary>Waits for the daemon's own end.</summary>
    internal async Task<int> EndedAsync(TimeSpan bound)
    {
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(bound, TestContext.Current.CancellationToken);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    internal async Task<int> StopAsync(int signal)
    {
        Assert.Equal(0, SendSignal(_process!.Id, signal));
        return await EndedAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The process of the embedded cluster that was last said to run.</summary>
    internal int? ClusterPid()
    {
        var file = Path.Combine(_state.Path, "cluster", "process.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!["pid"]!.GetValue<int>() : null;
    }

    /// <summary>Kills the embedded cluster; its pods live on.</summary>
    /// <returns>The process that it was.</returns>
    internal int KillCluster()
    {
        var pid = ClusterPid()!.Value;
        Assert.Equal(0, SendSignal(pid, 9));
        return pid;
    }

    /// <summary>A caller of its own.</summary>
    internal HttpClient Connect() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://daemon"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks for a run.</summary>
    internal async Task PutAsync(JsonObject ask)
    {
        using var http = Connect();
        using var content = new StringContent(ask.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.PutAsync($"/v1/runs/{ask["context"]!["runId"]}", content, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal async Task CancelAsync(string id)
    {
        using var http = Connect();
        using var response = await http.PostAsync(new Uri($"/v1/runs/{id}/cancel", UriKind.Relative), null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Follows a run until the stream ends: with its result, or with the daemon.</summary>
    internal async IAsyncEnumerable<JsonObject> FollowAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var http = Connect();
        Stream stream;
        try
        {
            stream = await http.GetStreamAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/v1/runs/{id}/events?after={after}"), UriKind.Relative), cancellationToken);
        }
        catch (HttpRequestException)
        {
            yield break;
        }

        using var reader = new StreamReader(stream);
        while (await ReadLineAsync(reader, cancellationToken) is { } line)
        {
            var told = JsonNode.Parse(line)!.AsObject();
            if (told["seq"] is not null)
            {
                yield return told;
            }
        }
    }

    /// <summary>Waits until the daemon's own log has a text: what happens to a run that nobody follows.</summary>
    internal async Task UntilLoggedAsync(string text)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            Task next;
            lock (_log)
            {
                if (_log.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }

                next = _said.Task;
            }

            await next.WaitAsync(bound.Token);
        }
    }

    /// <summary>Waits until a run has told something.</summary>
    internal async Task UntilAsync(string id, Func<JsonObject, bool> isIt)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(1));
        await foreach (var told in FollowAsync(id, 0, bound.Token))
        {
            if (isIt(told))
            {
                return;
            }
        }

        Assert.Fail($"run {id} never told it: {Log}");
    }

    /// <summary>All events of a run, from its first to its result.</summary>
    internal async Task<List<JsonObject>> ReadAllAsync(string id)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        List<JsonObject> events = [];
        await foreach (var told in FollowAsync(id, 0, bound.Token))
        {
            events.Add(told);
        }

        Assert.Equal("result", events[^1]["type"]!.GetValue<string>());
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(told => told["seq"]!.GetValue<int>()));
        return events;
    }

    // Null when the stream ends, however.
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
