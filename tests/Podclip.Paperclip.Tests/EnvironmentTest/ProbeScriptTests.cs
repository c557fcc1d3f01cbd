using System.Diagnostics;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

/// <summary>The probe's script in a real shell, with a PATH of the test's own in the place of an image.</summary>
public sealed class ProbeScriptTests : IDisposable
{
    private const string Url = "http://paperclip.example:3100";

    private readonly TemporaryFolder _path = new();

    public void Dispose() => _path.Dispose();

    [Fact]
    public async Task An_empty_image_lacks_everything() =>
        Assert.Equal(["podclip-probe:missing:claude", $"podclip-probe:untested:{Url}"], await RunAsync());

    [Fact]
    public async Task Programs_are_named_with_the_first_line_of_what_they_say()
    {
        Program("claude", "echo '2.1.329 (Claude Code)'; echo more");
        Program("perl", "exit 0");
        Program("python3", "exit 0");
        Assert.Equal(
            [$"podclip-probe:program:{_path.Path}/claude", "podclip-probe:version:2.1.329 (Claude Code)", "podclip-probe:interpreter:python3", "podclip-probe:interpreter:perl"],
            (await RunAsync()).SkipLast(1));
    }

    [Fact]
    public async Task A_program_that_reads_its_input_does_not_take_the_script_away()
    {
        Program("claude", "read line; echo \"got $line\"; exit 3");
        Assert.Contains("podclip-probe:broken:exit code 3: got ", await RunAsync());
    }

    [Theory]
    [InlineData("curl", "exit 0", true)]
    [InlineData("curl", "echo 'curl: (7) refused' >&2; exit 7", false)]
    [InlineData("wget", "exit 0", true)]
    [InlineData("wget", "echo 'ERROR 404: Not Found.' >&2; exit 8", true)]
    [InlineData("wget", "echo 'wget: server returned error: HTTP/1.1 404 Not Found' >&2; exit 1", true)]
    [InlineData("wget", "echo Connecting >&2; echo refused >&2; exit 4", false)]
    [InlineData("node", "exit 0", true)]
    [InlineData("node", "echo ECONNREFUSED; exit 1", false)]
    public async Task An_address_is_asked_with_what_there_is(string program, string script, bool answers)
    {
        Program(program, script);
        var last = (await RunAsync())[^1];
        Assert.StartsWith(answers ? $"podclip-probe:answer:{Url}" : "podclip-probe:silence:", last, StringComparison.Ordinal);
        Assert.True(answers || last.Contains("refused", StringComparison.OrdinalIgnoreCase), last);
    }

    private void Program(string name, string script)
    {
        var file = Path.Combine(_path.Path, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<IReadOnlyList<string>> RunAsync()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-s", "--", "claude"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = _path.Path;
        start.Environment["PAPERCLIP_API_URL"] = Url;
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(ProbeScript.Text);
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
