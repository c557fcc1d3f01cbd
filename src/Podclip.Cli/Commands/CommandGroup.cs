using System.CommandLine;

namespace Podclip.Cli.Commands;

/// <summary>A command that only has further commands.</summary>
internal sealed class CommandGroup : CliCommand
{
    public CommandGroup(CliHost host, string name, string description, params IEnumerable<CliCommand> commands)
        : base(host, name, description)
    {
        foreach (var command in commands)
        {
            Add(command);
        }
    }

    public override IReadOnlyList<string> Examples => [.. Subcommands.OfType<CliCommand>().SelectMany(command => command.Examples.Take(1))];

    protected override Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken) =>
        throw new UsageException([$"Which of its commands? {string.Join(", ", Subcommands.Select(command => command.Name))}."]);
}
