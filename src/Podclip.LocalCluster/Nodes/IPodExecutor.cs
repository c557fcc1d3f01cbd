using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Nodes;

/// <summary>Runs commands in containers.</summary>
internal interface IPodExecutor
{
    /// <summary>Starts a command. The API server has seen that the container runs.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="query">The command.</param>
    /// <returns>The running command.</returns>
    /// <exception cref="ExecException">It cannot be started.</exception>
    IContainerCommand StartCommand(StoredObject pod, string container, ExecQuery query);
}
