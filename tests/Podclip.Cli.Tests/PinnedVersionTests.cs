using System.Runtime.CompilerServices;
using Podclip.Agents.Claude;

namespace Podclip.Cli.Tests;

public class PinnedVersionTests
{
    [Fact]
    public void The_scripts_install_the_Claude_Code_that_the_reader_was_checked_against()
    {
        var script = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "eng", "common.sh");
        Assert.Contains($"claude_version=\"{ClaudeAgent.Version}\"", File.ReadAllText(script), StringComparison.Ordinal);
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
