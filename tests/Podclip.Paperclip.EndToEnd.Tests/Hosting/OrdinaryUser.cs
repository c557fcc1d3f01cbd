using System.Diagnostics;

namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>The user that Paperclip runs as: PostgreSQL refuses root. Who is no root already runs it themselves.</summary>
internal static class OrdinaryUser
{
    private const string Nobody = "65534";
    private static readonly bool IsRoot = Environment.UserName == "root";

    /// <summary>A program to be started as that user, with these variables and no others.</summary>
    public static ProcessStartInfo Command(string folder, IReadOnlyDictionary<string, string> variables, params string[] words)
    {
        string[] all = IsRoot ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. words] : words;
        var start = new ProcessStartInfo(all[0], all[1..]) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs a command of this process's own user to its end.</summary>
    public static async Task RunAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {await errors}");
    }

    /// <summary>Makes a folder that user's own.</summary>
    public static Task OwnAsync(string folder) => IsRoot ? RunAsync("chown", "-R", $"{Nobody}:{Nobody}", folder) : Task.CompletedTask;

    /// <summary>Whether that user can read a file where it is.</summary>
    public static async Task<bool> CanReadAsync(string file)
    {
        using var process = Process.Start(Command("/", new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, "test", "-r", file))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
