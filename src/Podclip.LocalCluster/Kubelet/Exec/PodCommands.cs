using System.ComponentModel;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Exec;

/// <summary>Starts commands in the containers of this machine's pods.</summary>
/// <param name="stateDirectory">The cluster's state directory.</param>
/// <param name="isRoot">Whether this process is root.</param>
internal sealed class PodCommands(string stateDirectory, bool isRoot) : IPodExecutor
{
    public IContainerCommand StartCommand(StoredObject pod, string container, ExecQuery query)
    {
        if (ContainerProcess.Read(PodDirectory.Of(stateDirectory, pod.Uid).Process(container)) is not { IsAlive: true } process)
        {
            throw new ExecException($"container not found (\"{container}\")");
        }

        if (ChildProcess.Locate("nsenter") is not { } nsenter || ChildProcess.Locate("setpriv") is not { } setpriv)
        {
            throw new ExecException("exec needs the programs nsenter and setpriv, which are not installed (Debian: apt-get install util-linux)");
        }

        try
        {
            var view = new ContainerView(process);
            var variables = view.Environment();
            if (!view.Has(query.Command[0], variables))
            {
                throw new ExecException($"exec: \"{query.Command[0]}\": {(query.Command[0].Contains('/') ? "no such file or directory" : "executable file not found in $PATH")}");
            }

            var (environment, renamed) = ContainerEntrance.Environment(variables);
            using var outer = ContainerEntrance.OuterNamespace(view);
            var arguments = new ContainerEntrance(nsenter, setpriv, isRoot).Arguments(process, view, outer, renamed, query.Command);
            return ContainerCommand.Start(arguments, environment, outer, query);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or Win32Exception or InvalidOperationException)
        {
            throw new ExecException($"the container cannot be entered: {gone.Message}");
        }
    }
}
