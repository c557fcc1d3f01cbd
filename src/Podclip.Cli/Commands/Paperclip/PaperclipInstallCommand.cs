using System.CommandLine;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary><c>podclip paperclip install</c>: registers the adapters by their folders, which survives what npm installs later.</summary>
internal sealed class PaperclipInstallCommand : PaperclipCommand
{
    private readonly Option<string> _from = new("--from") { Description = "The folder with the adapters' folders; the package around this program by default.", HelpName = "DIR" };

    public PaperclipInstallCommand(CliHost host)
        : base(host, "install", "Register the adapters with a running Paperclip server, or load them anew after an upgrade.") => Add(_from);

    public override IReadOnlyList<string> Examples => ["paperclip install", "paperclip install --url http://127.0.0.1:3100 --from ./artifacts/packages/paperclip-adapters-k8s"];

    protected override async Task<IReadOnlyList<AdapterRow>> CarryOutAsync(PaperclipServer server, ParseResult result, CancellationToken cancellationToken)
    {
        var folders = result.Word(_from) is { } from ? [Host.Absolute(from)] : AdapterFolder.Around(Host.Self.Words[0]);
        var adapters = folders.Select(AdapterFolder.FindIn).FirstOrDefault(found => found.Count > 0)
            ?? throw new CommandException(ExitCodes.Usage, $"There are no adapters in {folders[0]}. Name the folder of @podclip/paperclip-adapters-k8s by --from; eng/packages.sh builds it.");
        var there = await server.ListAsync(cancellationToken);
        List<AdapterRow> rows = [];
        foreach (var adapter in adapters)
        {
            if (!adapter.IsOpenToAll(out var obstacle))
            {
                await Host.Terminal.Error.WriteLineAsync($"podclip: {obstacle} is closed to other users; Paperclip's user must be able to read {adapter.Path}.");
            }

            rows.Add(await InstallAsync(server, adapter, there.GetValueOrDefault(adapter.Type), cancellationToken));
        }

        return rows;
    }

    // One that the server refuses keeps nobody from the others.
    private static async Task<AdapterRow> InstallAsync(PaperclipServer server, AdapterFolder adapter, ServerAdapter? former, CancellationToken cancellationToken)
    {
        AdapterRow row = new(adapter.Type, former is null ? "installed" : "updated", adapter.Version, adapter.Path);
        try
        {
            await server.InstallAsync(adapter.Path, cancellationToken);
            return former switch
            {
                null => row,
                { State: "disabled" } => row with { Note = "it is disabled in the Adapter Manager" },
                _ when former.Source == adapter.Path => row,
                _ => row with { State = "replaced", Note = $"it was {former.Source ?? "built in"}{(former.Version is { } version ? $", version {version}" : "")}" },
            };
        }
        catch (CommandException e)
        {
            return row with { State = AdapterRow.Failed, Note = e.Message };
        }
    }
}
