using Podclip.Cli.Embedded;

namespace Podclip.Cli.Tests;

/// <summary>A process that does not exist: its own terminal, variables and folders.</summary>
internal static class TestHost
{
    public static CliHost Create(
        TemporaryDirectory directory,
        RecordingTerminal? terminal = null,
        IEnumerable<KeyValuePair<string, string>>? variables = null,
        bool isKubectlPlugin = false)
    {
        Dictionary<string, string> all = new(variables ?? [], StringComparer.Ordinal);
        all.TryAdd("HOME", directory.Path);
        all.TryAdd("PODCLIP_HOME", Path.Combine(directory.Path, "state"));
        return new CliHost
        {
            Terminal = terminal ?? new RecordingTerminal(),
            Variables = all,
            WorkingDirectory = directory.Path,
            Self = new SelfCommand(["/nowhere/podclip"]),
            IsKubectlPlugin = isKubectlPlugin,
            ExplainSandboxAsync = _ => Task.FromResult<string?>("No sandbox in this test."),
        };
    }

    public static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
}
