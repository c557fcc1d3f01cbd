using System.ComponentModel;
using System.Diagnostics;
using Podclip.Cli.Terminal;

namespace Podclip.Cli.Embedded;

/// <summary>Tries bubblewrap once, which takes some 10 ms, so that a machine that cannot run pods is told so before a run.</summary>
internal static class SandboxProbe
{
    private static readonly string[] Arguments =
        ["--unshare-user", "--unshare-pid", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"];

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>One sentence with the remedy, or null when pods can run here.</summary>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <returns>The sentence.</returns>
    public static async Task<string?> ExplainAsync(CancellationToken cancellationToken)
    {
        var facts = new SandboxFacts { IsLinux = OperatingSystem.IsLinux(), IsMacOS = OperatingSystem.IsMacOS() };
        return (facts.IsLinux ? await ProbeAsync(facts, cancellationToken) : facts).Explain();
    }

    private static async Task<SandboxFacts> ProbeAsync(SandboxFacts facts, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        var start = new ProcessStartInfo("bwrap", Arguments) { RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var complaint = await process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return facts with
            {
                HasBubblewrap = true,
                Works = process.ExitCode == 0,
                Complaint = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? Printable.Line(last, 200) : null,
                IsRestrictedByAppArmor = Holds("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
                IsForbiddenByKernel = Holds("/proc/sys/kernel/unprivileged_userns_clone", "0"),
                IsWsl = (await File.ReadAllTextAsync("/proc/version", bound.Token)).Contains("microsoft", StringComparison.OrdinalIgnoreCase),
            };
        }
        catch (Win32Exception)
        {
            return facts;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return facts with { HasBubblewrap = true, Complaint = $"it did not answer within {Bound.TotalSeconds:0} s" };
        }
    }

    private static bool Holds(string path, string value) => File.Exists(path) && File.ReadAllText(path).Trim() == value;
}
