using System.CommandLine;
using Podclip.Agents;
using Podclip.Cli.Connection;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Engine;
using Podclip.Engine.Journal;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cancel</c>.</summary>
internal sealed class CancelCommand : CliCommand
{
    private readonly RunChoice _run;
    private readonly Option<bool> _now = new("--now") { Description = "Leave the agent no grace." };
    private readonly OutputOption _output = new("text: what happens, for people; json: the result object.", OutputFormat.Text, OutputFormat.Json);

    public CancelCommand(CliHost host)
        : base(host, "cancel", "Stop a run, whichever process drives it, and wait until its pod is gone.")
    {
        _run = new RunChoice(host);
        _run.AddTo(this);
        Add(_now);
        _output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples => ["cancel --last", "cancel 3f9c --now", "cancel 3f9c -o json"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Parse(result).Problems);

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (format, problems) = Parse(result);
        var store = new RunStore(Host.State);
        var record = problems.Count > 0 ? null : _run.Find(store, result, problems);
        if (record is null)
        {
            throw new UsageException(problems);
        }

        using var view = RunViews.Create(Host, format);
        var isOver = IsOver(store, record);
        using var cluster = isOver
            ? ClusterConnector.Nowhere(Host, record)
            : await new ClusterConnector(Host).ConnectAsync(ClusterChoice.From(record.Cluster), record.Namespace, cancellationToken);
        await using var engine = cluster.CreateEngine(Host);
        var run = engine.Attach(record, AgentCatalogue.Get(record.Agent));
        if (isOver)
        {
            view.Say($"run {record.RunId} is over already");
        }
        else
        {
            run.Cancel();
            if (result.GetValue(_now))
            {
                run.Cancel();
            }

            view.Say($"run {record.RunId} is told to stop{(result.GetValue(_now) ? " at once" : "")}");
        }

        return await WaitAsync(run, view, cancellationToken);
    }

    // What the run does from now on is shown; its transcript is for whoever follows it.
    private static async Task<int> WaitAsync(Run run, IRunView view, CancellationToken cancellationToken)
    {
        await foreach (var runEvent in run.FollowAsync(0, cancellationToken))
        {
            switch (runEvent)
            {
                case RunEvent.Finished(var outcome):
                    view.Show(runEvent);
                    return outcome.Outcome is RunOutcome.Unknown ? ExitCodes.InfrastructureFailed : ExitCodes.Succeeded;
                case RunEvent.PhaseChanged { Phase: >= RunPhase.Stopping }:
                    view.Show(runEvent);
                    break;
                default:
                    break;
            }
        }

        throw new CommandException(ExitCodes.InfrastructureFailed, $"The events of run {run.Id} ended without a result; 'podclip attach {run.Id}' looks again.");
    }

    private static bool IsOver(RunStore store, RunRecord record) => store.FindResult(record.RunId) is not null;

    private (OutputFormat Format, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        _run.Check(result, problems);
        return (format, problems);
    }
}
