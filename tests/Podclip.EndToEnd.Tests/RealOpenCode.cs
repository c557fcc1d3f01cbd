namespace Podclip.EndToEnd.Tests;

/// <summary>The real OpenCode, if the machine has it: <c>./test.sh</c> installs it and says where in <c>PODCLIP_TEST_OPENCODE</c>.</summary>
internal static class RealOpenCode
{
    public static string? Folder => Environment.GetEnvironmentVariable("PODCLIP_TEST_OPENCODE") is { Length: > 0 } folder ? folder : null;
}
