using System.CommandLine;
using System.Text.Json.Nodes;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Paperclip.Adapters;
using Spectre.Console;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter list</c>.</summary>
internal sealed class AdapterListCommand : CliCommand
{
    private readonly OutputOption _output = new("text or json.", OutputFormat.Text, OutputFormat.Json);

    public AdapterListCommand(CliHost host)
        : base(host, "list", "List the adapters.") => _output.AddTo(this);

    public override IReadOnlyList<string> Examples => ["adapter list", "adapter list -o json"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        if (format is OutputFormat.Json)
        {
            JsonArray list = new([.. AdapterRecipes.All.Select(recipe => (JsonNode)new JsonObject
            {
                ["type"] = recipe.Kind.Type,
                ["label"] = recipe.Describe().Label,
                ["agent"] = recipe.Kind.Agent.Name,
            })]);
            await Host.Terminal.Out.WriteLineAsync(AdapterJson.Text(list));
            return ExitCodes.Succeeded;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("TYPE", "LABEL", "AGENT");
        foreach (var recipe in AdapterRecipes.All)
        {
            table.AddRow(new Text(recipe.Kind.Type), new Text(recipe.Describe().Label), new Text(recipe.Kind.Agent.DisplayName));
        }

        TerminalConsole.ForOut(Host.Terminal).Write(table);
        return ExitCodes.Succeeded;
    }
}
