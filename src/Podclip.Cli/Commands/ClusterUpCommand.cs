using System.CommandLine;
using Podclip.Cli.Embedded;
using Podclip.Cli.Running;
using Podclip.LocalCluster;
using Podclip.LocalCluster.Faults;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster up</c>.</summary>
internal sealed class ClusterUpCommand : CliCommand
{
    private readonly Option<bool> _detach = new("--detach") { Description = "Run it in the background and return when it is ready." };
    private readonly PortOption _port = new("The API server's loopback port; a free one on first start, kept after.");
    private readonly Option<string> _statusLag = new("--status-lag")
    {
        Description = "Show what happens to containers up to so much later, as a real node does, which looks once a second; at once by default.",
        HelpName = "DURATION",
    };

    private readonly Option<string> _faults = new("--faults")
    {
        Description = "Let things go wrong as this script says (docs/local-cluster.md, \"When things go wrong\").",
        HelpName = "FILE",
    };

    private readonly Option<string> _background = new(EmbeddedClusterStarter.BackgroundOption) { Hidden = true };

    public ClusterUpCommand(CliHost host)
        : base(host, "up", "Start the embedded cluster: a Kubernetes API for this machine whose pods are sandboxed processes.")
    {
        Add(_detach);
        _port.AddTo(this);
        Add(_statusLag);
        Add(_faults);
        Add(_background);
    }

    public override IReadOnlyList<string> Examples => ["cluster up --detach", "cluster up", "cluster up --faults outage.json"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var port = _port.Read(result, problems);
        var statusLag = ReadStatusLag(result, problems);
        var faults = await ReadFaultsAsync(result, problems, cancellationToken);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        if (!result.GetValue(_detach))
        {
            return await ServeAsync(port, statusLag, faults, result.Word(_background), cancellationToken);
        }

        var process = await new EmbeddedClusterStarter(Host) { Port = port, StatusLag = statusLag, Faults = result.Word(_faults) }.EnsureRunningAsync(cancellationToken);
        await Host.Terminal.Error.WriteLineAsync($"podclip: the embedded cluster is up at {process.Server.AbsoluteUri.TrimEnd('/')} (process {process.Pid}).");
        await Host.Terminal.Error.WriteLineAsync($"  kubectl --kubeconfig {process.Kubeconfig} get pods");
        return ExitCodes.Succeeded;
    }

    private TimeSpan ReadStatusLag(ParseResult result, List<string> problems)
    {
        if (result.Word(_statusLag) is not { } word)
        {
            return TimeSpan.Zero;
        }

        if (Duration.Parse(word) is { } lag)
        {
            return lag;
        }

        problems.Add($"--status-lag {word} is no time; write 1s or 500ms.");
        return TimeSpan.Zero;
    }

    private async Task<FaultScript> ReadFaultsAsync(ParseResult result, List<string> problems, CancellationToken cancellationToken)
    {
        if (result.Word(_faults) is not { } file)
        {
            return FaultScript.None;
        }

        try
        {
            return FaultScript.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (FaultScriptException refused)
        {
            problems.AddRange(refused.Problems.Select(problem => $"--faults {file}: {problem}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"--faults {file} cannot be read: {e.Message}");
        }

        return FaultScript.None;
    }

    private async Task<int> ServeAsync(int port, TimeSpan statusLag, FaultScript faults, string? log, CancellationToken cancellationToken)
    {
        var files = new ClusterFiles(Host.State);
        if (await Host.ExplainSandboxAsync(cancellationToken) is { } obstacle)
        {
            throw new CommandException(ExitCodes.Usage, obstacle);
        }

        if (files.FindRunning() is { } running)
        {
            throw new CommandException(ExitCodes.Usage, $"The embedded cluster of {files.Folder} runs already, as process {running.Pid}; 'podclip cluster down' ends it.");
        }

        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = Host.Terminal.OnInterrupt(() => interrupted.TrySetResult());
        files.MakeFolder();
        await using var cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                StateDirectory = files.Folder,
                SupervisorCommand = Host.Self.With(SelfCommand.Supervise),
                Port = port,
                StatusLag = statusLag,
                Faults = faults,
                TimeProvider = Host.TimeProvider,
            },
            cancellationToken);
        files.Write(new ClusterProcess
        {
            Pid = Environment.ProcessId,
            StartTicks = ProcessTable.StartTicks(Environment.ProcessId)!.Value,
            Server = cluster.Server,
            Kubeconfig = cluster.KubeconfigPath,
            ReadyAt = Host.TimeProvider.GetUtcNow(),
            Build = BuildIdentity.Current,
            Log = log,
        });
        try
        {
            await WriteBannerAsync(cluster, files);
            await interrupted.Task.WaitAsync(cancellationToken);
            await Host.Terminal.Error.WriteLineAsync("podclip: stopping; pods that still run are taken up at the next start.");
            return ExitCodes.Succeeded;
        }
        finally
        {
            files.Remove();
        }
    }

    private Task WriteBannerAsync(EmbeddedCluster cluster, ClusterFiles files) => Host.Terminal.Error.WriteLineAsync(
        $"""
        Podclip's embedded cluster is up.
          API server   {cluster.Server.AbsoluteUri.TrimEnd('/')}
          kubeconfig   {cluster.KubeconfigPath}
          state        {files.Folder}
        Try: kubectl --kubeconfig {cluster.KubeconfigPath} get nodes
        One machine, for development, demos and tests: its pods are sandboxed processes that reach this machine's network.
        Ctrl-C stops it.
        """);
}
