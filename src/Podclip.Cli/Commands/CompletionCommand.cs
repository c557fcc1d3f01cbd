using System.CommandLine;
using Podclip.Cli.Completion;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip completion</c>.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private readonly Argument<string> _shell = new("SHELL")
    {
        Description = $"The shell: {string.Join(", ", CompletionScripts.Shells)}.",
        HelpName = string.Join('|', CompletionScripts.Shells),
    };

    public CompletionCommand(CliHost host)
        : base(host, "completion", "Print the script that lets a shell complete podclip's words.")
    {
        _shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        Add(_shell);
    }

    public override IReadOnlyList<string> Examples => ["completion bash > ~/.local/share/bash-completion/completions/podclip"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var shell = result.GetRequiredValue(_shell);
        await Host.Terminal.Out.WriteLineAsync(CompletionScripts.For(shell)
            ?? throw new UsageException([$"There is no completion for '{Terminal.Printable.Line(shell, 40)}'; there is for {string.Join(", ", CompletionScripts.Shells)}."]));
        return ExitCodes.Succeeded;
    }
}
