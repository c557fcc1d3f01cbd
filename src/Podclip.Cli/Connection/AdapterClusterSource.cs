using Podclip.Paperclip.Hosting;

namespace Podclip.Cli.Connection;

/// <summary>Connects for one command: to what the agent's configuration names, else to what the command line and the environment choose.</summary>
/// <param name="host">The process.</param>
/// <param name="kubeconfig">The value of <c>--kubeconfig</c>, or null.</param>
internal sealed class AdapterClusterSource(CliHost host, string? kubeconfig) : IClusterSource
{
    public async Task<ConnectedCluster> ConnectAsync(string? configured, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var choice = new ClusterSelector(host).Select(new ConnectionArguments(configured ?? kubeconfig, null, null), problems);
        if (problems.Count > 0)
        {
            throw new ClusterSourceException(string.Join(' ', problems));
        }

        try
        {
            return new AdapterCluster(host, await new ClusterConnector(host).ConnectAsync(choice, null, cancellationToken), choice is ClusterChoice.InCluster);
        }
        catch (CommandException e)
        {
            throw new ClusterSourceException(e.Message, e);
        }
    }
}
