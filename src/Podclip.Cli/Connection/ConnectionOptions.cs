using System.CommandLine;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Connection;

/// <summary>The options that say which cluster and namespace, the same on every command that has them.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file of the cluster.",
        HelpName = "FILE",
    };

    private readonly Option<string> _context = new("--context")
    {
        Description = "The kubeconfig's context; its current one by default.",
        HelpName = "NAME",
    };

    private readonly Option<string> _namespace = new("--namespace", "-n")
    {
        Description = "The namespace; the context's own by default.",
        HelpName = "NS",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
        command.Add(_namespace);
    }

    /// <summary>Reads the options.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <returns>Their values.</returns>
    public ConnectionArguments Read(ParseResult result) =>
        new(result.Word(_kubeconfig), result.Word(_context), result.Word(_namespace));
}
