using System.CommandLine;
using Podclip.Cli.Embedded;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster kubeconfig</c>.</summary>
internal sealed class ClusterKubeconfigCommand : CliCommand
{
    private readonly Option<bool> _content = new("--content") { Description = "Print the file itself; it holds a credential." };

    public ClusterKubeconfigCommand(CliHost host)
        : base(host, "kubeconfig", "Print the path of the embedded cluster's kubeconfig.") => Add(_content);

    public override IReadOnlyList<string> Examples => ["cluster kubeconfig", "export KUBECONFIG=$(podclip cluster kubeconfig)"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var process = new ClusterFiles(Host.State).FindRunning()
            ?? throw new CommandException(ExitCodes.Usage, "The embedded cluster does not run; 'podclip cluster up --detach' starts it.");
        await Host.Terminal.Out.WriteLineAsync(result.GetValue(_content) ? (await File.ReadAllTextAsync(process.Kubeconfig, cancellationToken)).TrimEnd() : process.Kubeconfig);
        return ExitCodes.Succeeded;
    }
}
