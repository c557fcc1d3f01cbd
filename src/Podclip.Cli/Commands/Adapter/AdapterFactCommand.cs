using System.CommandLine;
using Podclip.Paperclip.Adapters;

namespace Podclip.Cli.Commands.Adapter;

/// <summary>A command that prints one of the facts of an adapter that need no cluster, as the JSON that Paperclip gets.</summary>
internal sealed class AdapterFactCommand : CliCommand
{
    private readonly Argument<string> _type = AdapterType.Argument();
    private readonly Func<AdapterRecipe, string> _fact;

    public AdapterFactCommand(CliHost host, string name, string description, Func<AdapterRecipe, string> fact)
        : base(host, name, description)
    {
        _fact = fact;
        Add(_type);
    }

    public override IReadOnlyList<string> Examples => [$"adapter {Name} claude_k8s"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        AdapterType.Read(result, _type, problems);
        return Task.FromResult<IReadOnlyList<string>>(problems);
    }

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var recipe = AdapterType.Read(result, _type, problems) ?? throw new UsageException(problems);
        await Host.Terminal.Out.WriteLineAsync(_fact(recipe));
        return ExitCodes.Succeeded;
    }
}
