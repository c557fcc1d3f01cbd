using System.Diagnostics;

namespace Podclip.EndToEnd.Tests.Doctor;

/// <summary>The real kubectl, with every right on a cluster.</summary>
internal static class Kubectl
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("KUBECTL")
        ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);

    public static void SkipIfAbsent() => Assert.SkipWhen(Program is null, "there is no kubectl in PATH (or named by KUBECTL)");

    /// <summary>Runs it and expects success.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string kubeconfig, string arguments, string input = "")
    {
        var start = new ProcessStartInfo(Program!, arguments.Split(' '))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["HOME"] = Path.GetDirectoryName(kubeconfig);
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"kubectl {arguments} ended with {process.ExitCode}: {await output}{await error}\n{input}");
            return await output;
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
