using System.CommandLine;
using Podclip.Cli.Completion;
using Podclip.Cli.Terminal;
using Podclip.Engine.Journal;

namespace Podclip.Cli.Running;

/// <summary>How a command line names a run of this state directory: by its id, or as the newest.</summary>
internal sealed class RunChoice
{
    private readonly CliHost _host;
    private readonly Argument<string> _run = new("RUN")
    {
        Description = "The run's id, or the beginning of it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _last = new("--last") { Description = "The newest run." };

    /// <summary>The choice.</summary>
    /// <param name="host">The process.</param>
    public RunChoice(CliHost host)
    {
        _host = host;
        _run.CompletionSources.Add(_ => DynamicCompletions.Runs(host));
    }

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_run);
        command.Add(_last);
    }

    /// <summary>Names what is wrong with the words alone.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="problems">Gets it.</param>
    public void Check(ParseResult result, List<string> problems)
    {
        switch (result.GetValue(_run), result.GetValue(_last))
        {
            case (null, false):
                problems.Add("Which run? Name one, or say --last.");
                break;
            case (not null, true):
                problems.Add("A run's id and --last exclude each other.");
                break;
        }
    }

    /// <summary>Finds the run.</summary>
    /// <param name="store">The runs.</param>
    /// <param name="result">The parsed command line.</param>
    /// <param name="problems">Gets the reason when there is none.</param>
    /// <returns>The run's record, or null.</returns>
    public RunRecord? Find(RunStore store, ParseResult result, List<string> problems)
    {
        var id = result.GetValue(_run);
        var record = id is null ? store.FindLast() : store.Find(id);
        if (record is null)
        {
            problems.Add(id is null ? $"There is no run in {_host.State.Runs} yet." : $"There is no run '{Printable.Line(id, 80)}' in {_host.State.Runs}, or more than one begins so.");
        }

        return record;
    }
}
