namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>What test.sh installs for these tests.</summary>
internal static class Installation
{
    /// <summary>The folder whose node_modules hold Paperclip and its Node.</summary>
    public static string Paperclip => Required("PODCLIP_TEST_PAPERCLIP");

    /// <summary>The package of both adapters, with the binary.</summary>
    public static string Packages => Required("PODCLIP_TEST_PACKAGES");

    /// <summary>The folder of the real Claude Code.</summary>
    public static string Claude => Required("PODCLIP_TEST_CLAUDE");

    private static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: these tests are started by ./test.sh; with --no-paperclip it leaves them out.");
}
