using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Podclip.EndToEnd.Tests;

/// <summary>A running <c>podclip</c>, as a user would start it.</summary>
internal sealed class PodclipProcess : IDisposable
{
    public const int InterruptSignal = 2;
    public const int KillSignal = 9;

    private readonly Process _process;
    private readonly Task<byte[]> _output;
    private readonly Task<string> _error;
    private readonly Task<long> _peakKilobytes;

    private PodclipProcess(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput.BaseStream);
        _error = process.StandardError.ReadToEndAsync();
        _peakKilobytes = Task.Run(() => WatchPeakAsync(process));
        process.StandardInput.Close();
    }

    /// <summary>The command: as published, where that has been done (it starts three times as fast), else as built.</summary>
    public static string Binary { get; } = Environment.GetEnvironmentVariable("PODCLIP_TEST_SINGLE_FILE") ?? Path.Combine(AppContext.BaseDirectory, "podclip");

    public static PodclipProcess Start(TestCluster cluster, string state, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Dictionary<string, string> variables = new(environment ?? new Dictionary<string, string>()) { ["KUBECONFIG"] = cluster.Cluster.KubeconfigPath };
        return Start(Binary, state, arguments, variables);
    }

    /// <summary>Starts a command that finds its cluster by itself.</summary>
    public static PodclipProcess Start(string binary, string state, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(binary, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["PODCLIP_HOME"] = state;
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new PodclipProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<PodclipExit> RunAsync(TestCluster cluster, string state, params IEnumerable<string> arguments)
    {
        using var process = Start(cluster, state, arguments);
        return await process.ExitAsync(TimeSpan.FromMinutes(4));
    }

    public bool HasExited => _process.HasExited;

    public void Interrupt() => Signal(InterruptSignal);

    public void Kill() => Signal(KillSignal);

    /// <summary>Sends a signal; to one that ended a moment ago, none.</summary>
    public void Signal(int signal) => Assert.True(SendSignal(_process.Id, signal) == 0 || _process.HasExited, "the signal did not arrive");

    /// <summary>Waits for the end.</summary>
    public async Task<PodclipExit> ExitAsync(TimeSpan bound)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(bound, TestContext.Current.CancellationToken);
        return new PodclipExit(_process.ExitCode, await _output, await _error, await _peakKilobytes);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    // The kernel's own high-water mark; the last reading before the end is near enough, since it only grows. Read now and then:
    // a reader that never pauses takes a whole core from the cluster and the agents that are tested.
    private static async Task<long> WatchPeakAsync(Process process)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        var peak = 0L;
        do
        {
            try
            {
                var line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).FirstOrDefault(candidate => candidate.StartsWith("VmHWM:", StringComparison.Ordinal));
                if (line is not null)
                {
                    peak = long.Parse(line["VmHWM:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
                }
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // It ended while it was looked at.
                break;
            }
        }
        while (await pause.WaitForNextTickAsync() && !process.HasExited);

        return peak;
    }
}
