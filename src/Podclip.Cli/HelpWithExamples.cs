using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Podclip.Cli.Commands;

namespace Podclip.Cli;

/// <summary>The library's help, with examples after it.</summary>
/// <param name="help">The library's help.</param>
/// <param name="program">How the user started the program.</param>
internal sealed class HelpWithExamples(HelpAction help, string program) : SynchronousCommandLineAction
{
    private static readonly IReadOnlyList<string> RootExamples =
    [
        "demo",
        "run claude --prompt 'Fix the failing test' --workspace .",
        "run shell --prompt 'echo hello'",
        "attach --last",
        "cluster status",
    ];

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command switch
        {
            CliCommand command => command.Examples,
            RootCommand => RootExamples,
            _ => [],
        };
        if (examples.Count > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {(example.StartsWith("export ", StringComparison.Ordinal) ? example : $"{program} {example}")}");
            }

            output.WriteLine();
        }

        return code;
    }
}
