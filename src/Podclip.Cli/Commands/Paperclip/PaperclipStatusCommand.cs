using System.CommandLine;
using Podclip.Paperclip.Adapters;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary><c>podclip paperclip status</c>.</summary>
internal sealed class PaperclipStatusCommand(CliHost host) : PaperclipCommand(host, "status", "Show which of the adapters a running Paperclip server has.")
{
    public override IReadOnlyList<string> Examples => ["paperclip status", "paperclip status -o json"];

    protected override async Task<IReadOnlyList<AdapterRow>> CarryOutAsync(PaperclipServer server, ParseResult result, CancellationToken cancellationToken)
    {
        var there = await server.ListAsync(cancellationToken);
        return [.. AdapterRecipes.All.Select(recipe => recipe.Kind.Type).Where(type => AdapterFolder.Types.Contains(type, StringComparer.Ordinal) || there.ContainsKey(type)).Select(type => there.GetValueOrDefault(type) is { } adapter
            ? new AdapterRow(type, adapter.State, adapter.Version, adapter.Source) { Note = adapter.IsOurs ? null : "it is not Podclip's" }
            : new AdapterRow(type, "not installed", null, null))];
    }
}
