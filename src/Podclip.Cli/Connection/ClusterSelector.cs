namespace Podclip.Cli.Connection;

/// <summary>
/// Decides which cluster a command works on: flags, then <c>PODCLIP_CLUSTER</c>, then the cluster this process runs in, then
/// the embedded one. As <c>kubectl podclip</c>, the kubeconfig's current context comes in place of the last two.
/// </summary>
/// <param name="host">The process.</param>
internal sealed class ClusterSelector(CliHost host)
{
    /// <summary>The variable that names a cluster: <c>embedded</c>, <c>in-cluster</c>, a kubeconfig file (it has a <c>/</c>), or a context.</summary>
    public const string Variable = "PODCLIP_CLUSTER";

    private const string ServiceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /// <summary>Whether this process runs in a pod with a service account; tests say so themselves.</summary>
    public Func<bool> RunsInCluster { get; init; } =
        () => host.Variables.ContainsKey("KUBERNETES_SERVICE_HOST") && File.Exists(ServiceAccountToken);

    /// <summary>Chooses the cluster.</summary>
    /// <param name="arguments">What the command line says.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>The cluster; the embedded one when there are problems.</returns>
    public ClusterChoice Select(ConnectionArguments arguments, List<string> problems)
    {
        if (arguments.Kubeconfig is { } file)
        {
            return FromFile(host.Absolute(file), arguments.Context, "--kubeconfig", problems);
        }

        if (arguments.Context is { } context)
        {
            return FromDefaultFiles(context, $"--context {context}", problems);
        }

        if (host.Variables.GetValueOrDefault(Variable) is { Length: > 0 } named)
        {
            return FromVariable(named, problems);
        }

        if (host.IsKubectlPlugin && FindDefaultFiles() is { } current)
        {
            return new ClusterChoice.Kubeconfig(current, Context: null);
        }

        if (RunsInCluster())
        {
            return new ClusterChoice.InCluster();
        }

        if (host.IsKubectlPlugin)
        {
            problems.Add($"There is no kubeconfig ({string.Join(", ", DefaultFiles())}): name one with --kubeconfig, or run podclip itself for the embedded cluster.");
        }

        return new ClusterChoice.Embedded();
    }

    private ClusterChoice FromVariable(string value, List<string> problems) => value switch
    {
        "embedded" => new ClusterChoice.Embedded(),
        "in-cluster" when RunsInCluster() => new ClusterChoice.InCluster(),
        "in-cluster" => Fail($"{Variable} says in-cluster, but this process does not run in a pod with a service account.", problems),
        _ when value.Contains('/', StringComparison.Ordinal) => FromFile(host.Absolute(value), null, Variable, problems),
        _ => FromDefaultFiles(value, $"{Variable}={value}", problems),
    };

    private static ClusterChoice FromFile(string path, string? context, string source, List<string> problems) => File.Exists(path)
        ? new ClusterChoice.Kubeconfig(path, context)
        : Fail($"{source}: the file {path} does not exist.", problems);

    private ClusterChoice FromDefaultFiles(string context, string source, List<string> problems) => FindDefaultFiles() is { } files
        ? new ClusterChoice.Kubeconfig(files, context)
        : Fail($"{source} needs a kubeconfig, and none of these exists: {string.Join(", ", DefaultFiles())}.", problems);

    private static ClusterChoice.Embedded Fail(string problem, List<string> problems)
    {
        problems.Add(problem);
        return new ClusterChoice.Embedded();
    }

    /// <summary>Those of the default files that exist, as a list like <c>KUBECONFIG</c>; null for none.</summary>
    private string? FindDefaultFiles() => string.Join(Path.PathSeparator, DefaultFiles().Where(File.Exists)) is { Length: > 0 } files ? files : null;

    private IReadOnlyList<string> DefaultFiles()
    {
        if (host.Variables.GetValueOrDefault("KUBECONFIG") is { Length: > 0 } list)
        {
            return [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(host.Absolute)];
        }

        var home = host.Variables.GetValueOrDefault("HOME") is { Length: > 0 } named
            ? named
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return [Path.Combine(home, ".kube", "config")];
    }
}
