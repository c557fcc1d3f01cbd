namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Where the things of one pod lie. Only its owner can enter it.</summary>
internal sealed class PodDirectory(string path)
{
    /// <summary>The directory.</summary>
    public string Path { get; } = path;

    /// <summary>The name of the supervisor's socket in it.</summary>
    public const string SocketName = "control";

    /// <summary>The supervisor's socket.</summary>
    public string Socket => System.IO.Path.Combine(Path, SocketName);

    /// <summary>What the supervisor itself has to say; empty unless something is wrong.</summary>
    public string SupervisorLog => System.IO.Path.Combine(Path, "supervisor.log");

    /// <summary>The supervisor's process id. It is written just before the supervisor is given the pod: where it exists, containers may have run.</summary>
    public string ProcessIdFile => System.IO.Path.Combine(Path, "supervisor.pid");

    /// <summary>The volumes that live and die with the pod.</summary>
    public string Volumes => System.IO.Path.Combine(Path, "volumes");

    /// <summary>The directory of pods in a cluster's state directory.</summary>
    public static string Root(string stateDirectory) => System.IO.Path.Combine(stateDirectory, "pods");

    /// <summary>The directory of a pod.</summary>
    /// <param name="stateDirectory">The cluster's state directory.</param>
    /// <param name="uid">The pod's uid. It comes from the object store, which makes it.</param>
    public static PodDirectory Of(string stateDirectory, string uid) => new(System.IO.Path.Combine(Root(stateDirectory), uid));

    /// <summary>One volume's directory.</summary>
    public string Volume(string name) => System.IO.Path.Combine(Volumes, Segment(name));

    /// <summary>One container's directory.</summary>
    public string Container(string name) => System.IO.Path.Combine(Path, "containers", Segment(name));

    /// <summary>What is known of a container.</summary>
    public string Record(string container) => System.IO.Path.Combine(Container(container), "record");

    /// <summary>The container's process 1, as the machine numbers it.</summary>
    public string Process(string container) => System.IO.Path.Combine(Container(container), "process");

    /// <summary>The log of a container's run; 0 is the first run.</summary>
    public string Log(string container, int attempt) => System.IO.Path.Combine(Container(container), $"{attempt}.log");

    /// <summary>The file that a container sees as /dev/termination-log.</summary>
    public string TerminationMessage(string container) => System.IO.Path.Combine(Container(container), "termination-log");

    /// <summary>The API server admits only names that are safe in a path; should it ever not, nothing outside of the directory is touched.</summary>
    private static string Segment(string name) =>
        name is "" or "." or ".." || name.Contains('/') ? throw new ArgumentException($"'{name}' cannot name a container or volume", nameof(name)) : name;
}
