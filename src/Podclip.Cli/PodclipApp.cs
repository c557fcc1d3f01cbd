using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Podclip.Agents;
using Podclip.Cli.Commands;
using Podclip.Cli.Commands.Adapter;
using Podclip.Cli.Commands.Paperclip;
using Podclip.Cli.Terminal;
using Podclip.Daemon;
using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.LocalCluster;

namespace Podclip.Cli;

/// <summary>The command tree, and the one place where failures become messages and exit codes.</summary>
/// <param name="host">The process.</param>
internal sealed class PodclipApp(CliHost host)
{
    private string Program => host.IsKubectlPlugin ? "kubectl podclip" : "podclip";

    /// <summary>Carries out one command line.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var root = BuildTree();

        // '@name' is text like any other: a prompt may begin so, and no file is to be read for it.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var command = result.CommandResult.Command;
        try
        {
            if (result.Action is ParseErrorAction)
            {
                throw new UsageException([.. result.Errors.Select(error => error.Message), .. await FindProblemsAsync(command, result, cancellationToken)]);
            }

            return await result.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = host.Terminal.Out,
                    Error = host.Terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null, // commands that need it take the signals themselves
                },
                cancellationToken);
        }
        catch (Exception e) when (Explain(e, command) is { } failure)
        {
            await host.Terminal.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }

    /// <summary>The command tree.</summary>
    /// <returns>Its root.</returns>
    internal RootCommand BuildTree()
    {
        var root = new RootCommand("Runs coding agents as isolated Kubernetes Jobs and brings back their transcript, outcome, cost and work.");
        CliCommand[] commands =
        [
            new DemoCommand(host),
            new RunCommand(host),
            new AttachCommand(host),
            new CancelCommand(host),
            new RenderCommand(host),
            new DoctorCommand(host),
            AdapterCommands.Create(host),
            PaperclipCommands.Create(host),
            new ServeCommand(host),
            new CommandGroup(
                host,
                "cluster",
                "The embedded cluster of this machine.",
                new ClusterUpCommand(host),
                new ClusterDownCommand(host),
                new ClusterStatusCommand(host),
                new ClusterKubeconfigCommand(host),
                new CommandGroup(host, "image", "The images its pods can use.", new ImageAddCommand(host), new ImageListCommand(host))),
            new CommandGroup(host, "model", "The scripted model.", new ModelServeCommand(host)),
            new VersionCommand(host),
            new CompletionCommand(host),
        ];
        foreach (var command in commands)
        {
            root.Add(command);
        }

        // The library's own one also answers to '/?' and '-?', which no shell of Linux leaves alone.
        foreach (var help in root.Options.OfType<HelpOption>().ToList())
        {
            root.Options.Remove(help);
        }

        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples(new HelpAction(), Program) });
        root.SetAction(result =>
        {
            new HelpAction().Invoke(result);
            return ExitCodes.Usage;
        });
        return root;
    }

    private static async Task<IReadOnlyList<string>> FindProblemsAsync(Command command, ParseResult result, CancellationToken cancellationToken) =>
        command is CliCommand own ? await own.FindProblemsAsync(result, cancellationToken) : [];

    private (int ExitCode, string Message)? Explain(Exception exception, Command command) => exception switch
    {
        UsageException usage => (ExitCodes.Usage, ExplainUsage(usage.Problems, command)),
        RunRequestException request => (ExitCodes.Usage, ExplainUsage(request.Problems, command)),
        AgentRequestException request => (ExitCodes.Usage, ExplainUsage(request.Problems, command)),
        CommandException failure => (failure.ExitCode, $"podclip: {failure.Message}"),
        KubeConfigException kubeconfig => (ExitCodes.Usage, $"podclip: {kubeconfig.Message}"),
        KubernetesException kubernetes => (ExitCodes.ClusterUnavailable, $"podclip: {Printable.Line(kubernetes.Message)}"),
        DaemonStartException daemon => (daemon.IsServed ? ExitCodes.DaemonServes : ExitCodes.Usage, $"podclip: {daemon.Message}"),
        ClusterStartException start => (ExitCodes.InfrastructureFailed, $"podclip: {start.Message}"),
        OperationCanceledException => (ExitCodes.Cancelled, "podclip: cancelled."),
        UnauthorizedAccessException or IOException => (ExitCodes.Usage, $"podclip: {exception.Message}"),
        _ => null, // a mistake of ours: its trace is worth more than a friendly word
    };

    private string ExplainUsage(IReadOnlyList<string> problems, Command command)
    {
        var words = string.Join(' ', Path(command).Prepend(Program));
        var help = $"See '{words} --help'.";
        return problems is [var only]
            ? $"podclip: {only}{Environment.NewLine}{help}"
            : string.Join(Environment.NewLine, [$"podclip: {problems.Count} problems", .. problems.Select(problem => $"  - {problem}"), help]);
    }

    private static IEnumerable<string> Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
        ? Path(parent).Append(command.Name)
        : command is RootCommand ? [] : [command.Name];
}
