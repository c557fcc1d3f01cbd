using System.CommandLine;
using Podclip.Paperclip.Adapters;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary><c>podclip paperclip uninstall</c>.</summary>
internal sealed class PaperclipUninstallCommand(CliHost host) : PaperclipCommand(
    host,
    "uninstall",
    "Take the adapters out of a running Paperclip server. Agents that still use them would be run by its process adapter: move them first.")
{
    public override IReadOnlyList<string> Examples => ["paperclip uninstall"];

    protected override async Task<IReadOnlyList<AdapterRow>> CarryOutAsync(PaperclipServer server, ParseResult result, CancellationToken cancellationToken)
    {
        List<AdapterRow> rows = [];
        foreach (var adapter in (await server.ListAsync(cancellationToken)).Values.Where(adapter => AdapterRecipes.Find(adapter.Type) is not null))
        {
            rows.Add(adapter.IsOurs ? await RemoveAsync(adapter) : Row(adapter, "left alone") with { Note = "it is not Podclip's" });
        }

        return rows;

        async Task<AdapterRow> RemoveAsync(ServerAdapter adapter)
        {
            try
            {
                await server.UninstallAsync(adapter.Type, cancellationToken);
                return Row(adapter, "removed");
            }
            catch (CommandException e)
            {
                return Row(adapter, AdapterRow.Failed) with { Note = e.Message };
            }
        }

        static AdapterRow Row(ServerAdapter adapter, string state) => new(adapter.Type, state, adapter.Version, adapter.Source);
    }
}
