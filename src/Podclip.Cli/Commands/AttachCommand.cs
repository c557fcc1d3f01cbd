using System.CommandLine;
using Podclip.Agents;
using Podclip.Cli.Connection;
using Podclip.Cli.Running;
using Podclip.Engine.Journal;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip attach</c>.</summary>
internal sealed class AttachCommand : CliCommand
{
    private readonly RunChoice _run;
    private readonly OutputOption _output = new("As for run.", OutputFormat.Text, OutputFormat.Json, OutputFormat.NdJson);

    public AttachCommand(CliHost host)
        : base(host, "attach", "Take up a run: replay its transcript and go on with it, even if the process that started it is gone.")
    {
        _run = new RunChoice(host);
        _run.AddTo(this);
        _output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples => ["attach --last", "attach 3f9c -o json"];

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

        // A finished run is replayed from the journal alone: its cluster may be long gone.
        var connector = new ClusterConnector(Host);
        var choice = ClusterChoice.From(record.Cluster);
        using var cluster = store.FindResult(record.RunId) is null
            ? await connector.ConnectAsync(choice, record.Namespace, cancellationToken)
            : ClusterConnector.Nowhere(Host, record);
        await using var engine = cluster.CreateEngine(Host);
        using var view = RunViews.Create(Host, format);
        return (await new RunFollower(Host, view).FollowAsync(engine.Attach(record, AgentCatalogue.Get(record.Agent)), record.Grace)).ExitCode;
    }

    private (OutputFormat Format, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        _run.Check(result, problems);
        return (format, problems);
    }
}
