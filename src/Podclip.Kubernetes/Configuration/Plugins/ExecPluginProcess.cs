using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>One run of a plugin. It cannot ask anybody anything: its standard input is at its end.</summary>
internal static class ExecPluginProcess
{
    private const int MaxOutputBytes = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // A helper that the plugin left in the background may hold its outputs open.
    private static readonly TimeSpan AfterExit = TimeSpan.FromSeconds(1);

    /// <summary>What the plugin prints.</summary>
    /// <exception cref="KubernetesException">It cannot be started, fails, takes longer than a minute, or prints more than 1 MiB.</exception>
    public static async Task<ReadOnlyMemory<byte>> RunAsync(ExecPlugin plugin, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var process = Start(plugin);
        using var tail = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var complaint = LastLine.ReadAsync(process.StandardError.BaseStream, tail.Token);
        try
        {
            var output = await ReadOutputAsync(plugin, process.StandardOutput.BaseStream, either.Token);
            await process.WaitForExitAsync(either.Token);
            tail.CancelAfter(AfterExit);
            var last = await complaint;
            return process.ExitCode == 0 ? output : throw plugin.Failure(Describe(process.ExitCode, last));
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw plugin.Failure($"it gave no credential within {Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                await KillAsync(process);
            }

            await tail.CancelAsync();
            await complaint;
        }
    }

    private static Process Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(Find(plugin))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in plugin.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in plugin.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = plugin.Info;
        try
        {
            var process = Process.Start(start) ?? throw plugin.Failure("it cannot be started");
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw plugin.Failure($"{start.FileName} cannot be started: {new Win32Exception(e.NativeErrorCode).Message}", e);
        }
    }

    /// <summary>The file to run. A bare name is looked for on the PATH only, never in the working directory.</summary>
    private static string Find(ExecPlugin plugin)
    {
        if (plugin.Command.Contains('/', StringComparison.Ordinal))
        {
            return plugin.Command;
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, plugin.Command))
            .FirstOrDefault(IsExecutable)
            ?? throw plugin.Failure($"there is no command {plugin.Command} on the PATH");
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None;

    private static async Task<ReadOnlyMemory<byte>> ReadOutputAsync(ExecPlugin plugin, Stream output, CancellationToken cancellationToken)
    {
        var kept = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await output.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (kept.Length + read > MaxOutputBytes)
            {
                throw plugin.Failure($"it printed more than {MaxOutputBytes} bytes");
            }

            await kept.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }

    private static string Describe(int exitCode, string? complaint)
    {
        var code = $"exit code {exitCode.ToString(CultureInfo.InvariantCulture)}";
        return complaint is null ? code : $"{code}: {complaint}";
    }

    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }

        using var wait = new CancellationTokenSource(AfterExit);
        await process.WaitForExitAsync(wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
