using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.Agents.Claude;

namespace Podclip.Agents.Tests.Claude.OutputFilter;

/// <summary>An image with one interpreter in it (or none): the filter is started there just as the agent's settings say.</summary>
internal sealed class Interpreter : IDisposable
{
    public static readonly string[] Names = ["node", "python3", "perl"];

    private readonly string _folder = Directory.CreateTempSubdirectory("podclip-filter-").FullName;

    public Interpreter(string? name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        foreach (var program in (string?[])["sh", "cat", "mkdir", name])
        {
            if (program is not null)
            {
                var path = Find(program);
                Assert.SkipWhen(path is null, $"there is no {program}");
                File.CreateSymbolicLink(Path.Combine(_folder, "bin", program), path);
            }
        }

        foreach (var file in Launch(_folder, 0).Files)
        {
            File.WriteAllBytes(Path.Combine(_folder, file.Name), file.Content.ToArray());
        }
    }

    /// <summary>How Claude Code is started with a limit.</summary>
    public static AgentLaunch Launch(string directory, int limit) =>
        new ClaudeAgent().PlanLaunch(new AgentRequest { Prompt = "x"u8.ToArray(), FileDirectory = directory, MaxToolOutputBytes = limit });

    /// <summary>What the hook answers to an event; its exit code must be 0 whatever comes.</summary>
    public string Answer(ReadOnlySpan<byte> input, int limit)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Command(Launch(_folder, limit))])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            Environment = { ["PATH"] = Path.Combine(_folder, "bin"), ["TMPDIR"] = _folder },
        })!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return answer;
    }

    public string Answer(string input, int limit) => Answer(Encoding.UTF8.GetBytes(input), limit);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Command(AgentLaunch launch)
    {
        var settings = JsonNode.Parse(launch.Files.Single(file => file.Name == "settings.json").Content.Span)!;
        return (string)settings["hooks"]!["PostToolUse"]![0]!["hooks"]![0]!["command"]!;
    }

    // Behind a version manager's shim, which would not work without the rest of the machine, stands the system's own.
    private static string? Find(string program) =>
        ((string[])["/usr/bin", "/bin", "/usr/local/bin", .. Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? []])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
