using System.Diagnostics;

namespace Podclip.LocalCluster.Tests.Kubectl;

/// <summary>Runs the real kubectl against a cluster.</summary>
internal sealed class KubectlRun(TestCluster cluster)
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("KUBECTL")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, "kubectl")).FirstOrDefault(File.Exists);

    public static void SkipIfAbsent() => Assert.SkipWhen(Program is null, "there is no kubectl in PATH (or named by KUBECTL)");

    /// <summary>Runs it and expects success. Answers what it printed.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        var (code, output, error) = await TryAsync(arguments, input);
        Assert.True(code == 0, $"kubectl {arguments} ended with {code}: {output}{error}");
        return output;
    }

    /// <summary>The first of what is listed, once there is one: <c>kubectl wait --for=create</c> with a selector does not wait before 1.33.</summary>
    public async Task<string> FirstAsync(string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if ((await RunAsync($"get {what} -o name")).Split('\n')[0] is { Length: > 0 } first)
            {
                return first;
            }
            await Task.Delay(100, limit.Token);
        }
    }

    public async Task<(int Code, string Output, string Error)> TryAsync(string arguments, string? input = null)
    {
        var start = new ProcessStartInfo(Program!, arguments.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = cluster.Cluster.KubeconfigPath;
        start.Environment["HOME"] = cluster.Directory;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
