namespace Podclip.Cli.Commands.Paperclip;

/// <summary><c>podclip paperclip</c>: the adapters in a running Paperclip server.</summary>
internal static class PaperclipCommands
{
    /// <summary>The group.</summary>
    public static CommandGroup Create(CliHost host) => new(
        host,
        "paperclip",
        "The adapters in a running Paperclip server.",
        new PaperclipInstallCommand(host),
        new PaperclipStatusCommand(host),
        new PaperclipUninstallCommand(host));
}
