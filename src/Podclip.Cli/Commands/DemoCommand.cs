using System.CommandLine;
using Podclip.Agents.Claude;
using Podclip.Cli.Embedded;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Engine;
using Spectre.Console;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip demo</c>.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const string Note = "hello-from-podclip.md";
    private const string Prompt = $"Leave a short note in the file {Note} of this folder, show it, and say what you did.";
    private const string NextPrompt = $"Add one more line to {Note}, show it, and say what you remember of the first time.";
    private const int ShownLines = 20;

    // Who an agent's container is where root runs the embedded cluster.
    private const uint OrdinaryUser = 1000;

    private readonly Option<bool> _real = new("--real") { Description = "Use the real model, with the credential of this shell, instead of the scripted one." };
    private readonly Option<string> _workspace = new("--workspace") { Description = "The folder the agent works in; podclip-demo in this folder by default.", HelpName = "DIR" };

    public DemoCommand(CliHost host)
        : base(host, "demo", "Run the real Claude Code on the embedded cluster, twice in one session, against a scripted model.")
    {
        Add(_real);
        Add(_workspace);
    }

    public override IReadOnlyList<string> Examples => ["demo", "demo --real --workspace ./scratch"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        RequireImage();
        var arguments = new RunArguments
        {
            Agent = "claude",
            AgentName = "demo",
            Workspace = MakeWorkspace(Host.Absolute(result.Word(_workspace) ?? "podclip-demo")),
            ModelEndpoint = result.GetValue(_real) ? null : "scripted",
            Times = new() { Timeout = "10m" },
            Connection = new(null, null, null),
        };
        await SayAsync("1. A Kubernetes Job runs Claude Code in a sandbox; it is asked to leave a note.");
        var first = await RunAsync(arguments with { Prompt = Prompt }, cancellationToken);
        if (first.Result is not { Outcome: RunOutcome.Succeeded, SessionId: { } session })
        {
            return first.Result is { Outcome: RunOutcome.Succeeded } ? ExitCodes.AgentFailed : first.ExitCode;
        }

        await ShowNoteAsync(arguments.Workspace!);
        await SayAsync($"2. A second Job resumes session {Printable.Line(session)}: it lives on in the agent's HOME volume.");
        var second = await RunAsync(arguments with { Prompt = NextPrompt, Session = session }, cancellationToken);
        if (second.Result is not { Outcome: RunOutcome.Succeeded })
        {
            return second.ExitCode;
        }

        await ShowNoteAsync(arguments.Workspace!);
        await SayAsync("The cluster is still up. Look at it with 'podclip cluster status', end it with 'podclip cluster down'.");
        return ExitCodes.Succeeded;
    }

    private void RequireImage()
    {
        var files = new ClusterFiles(Host.State);
        if (EmbeddedImages.List(files).All(image => image.Name != ClaudeAgent.Image))
        {
            throw new CommandException(
                ExitCodes.Usage,
                $"No Claude Code is registered as {ClaudeAgent.Image}. In a checkout, ./demo.sh does all of it; else install the npm package @anthropic-ai/claude-code-linux-x64@{ClaudeAgent.Version} and run: podclip cluster image add {ClaudeAgent.Image} --root <its folder> --path .");
        }
    }

    private static string MakeWorkspace(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (Environment.IsPrivilegedProcess)
            {
                UnixFiles.GiveTo(folder, OrdinaryUser); // the agent is no root, and is to write here
            }
        }

        return folder;
    }

    private async Task<FollowedRun> RunAsync(RunArguments arguments, CancellationToken cancellationToken)
    {
        // The demo is of the embedded cluster, wherever this shell points otherwise.
        var here = Host with { Variables = new Dictionary<string, string>(Host.Variables, StringComparer.Ordinal) { [Connection.ClusterSelector.Variable] = "embedded" } };
        var builder = new RunInvocationBuilder(here);
        var invocation = await builder.BuildAsync(arguments, needsCredentials: true, cancellationToken);
        return invocation is null || builder.Problems.Count > 0
            ? throw new UsageException(builder.Problems)
            : await new RunLauncher(Host).FollowAsync(invocation, OutputFormat.Text, cancellationToken);
    }

    private async Task ShowNoteAsync(string workspace)
    {
        var path = Path.Combine(workspace, Note);
        if (!File.Exists(path))
        {
            throw new CommandException(ExitCodes.AgentFailed, $"The agent said it was done, but {path} is not there.");
        }

        await SayAsync($"{path} on this machine:");
        foreach (var line in (await File.ReadAllLinesAsync(path)).Take(ShownLines))
        {
            await Host.Terminal.Out.WriteLineAsync($"  {Printable.Line(line)}");
        }
    }

    private async Task SayAsync(string text)
    {
        await Host.Terminal.Error.WriteLineAsync();
        TerminalConsole.ForError(Host.Terminal).MarkupLineInterpolated($"[bold]{text}[/]");
    }
}
