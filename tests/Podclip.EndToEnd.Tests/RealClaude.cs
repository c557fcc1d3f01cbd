namespace Podclip.EndToEnd.Tests;

/// <summary>The real Claude Code, if the machine has it: <c>./test.sh</c> installs it and says where in <c>PODCLIP_TEST_CLAUDE</c>.</summary>
internal static class RealClaude
{
    public static string? Folder => Environment.GetEnvironmentVariable("PODCLIP_TEST_CLAUDE") is { Length: > 0 } folder ? folder : null;
}
