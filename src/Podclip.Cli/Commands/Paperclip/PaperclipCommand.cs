using System.CommandLine;
using System.Text.Json.Nodes;
using Podclip.Cli.Commands.Adapter;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Spectre.Console;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary>A command on a running Paperclip server: its address, its key, and a row for each adapter.</summary>
internal abstract class PaperclipCommand : CliCommand
{
    private const string DefaultUrl = "http://127.0.0.1:3100";
    private readonly Option<string> _url = new("--url") { Description = $"The server's address; PAPERCLIP_API_URL or {DefaultUrl} by default.", HelpName = "URL" };
    private readonly Option<string> _keyFile = new("--api-key-file") { Description = "A file with the board's API key, for a server that asks for one.", HelpName = "FILE" };
    private readonly OutputOption _output = new("text or json.", OutputFormat.Text, OutputFormat.Json);

    protected PaperclipCommand(CliHost host, string name, string description)
        : base(host, name, description)
    {
        Add(_url);
        Add(_keyFile);
        _output.AddTo(this);
    }

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        Read(result, problems);
        return Task.FromResult<IReadOnlyList<string>>(problems);
    }

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var (url, key, format) = Read(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        using var server = PaperclipServer.Connect(url!, key);
        var rows = await CarryOutAsync(server, result, cancellationToken);
        await WriteAsync(rows, format);
        return rows.Any(row => row.State == AdapterRow.Failed) ? ExitCodes.InfrastructureFailed : ExitCodes.Succeeded;
    }

    /// <summary>Does the work.</summary>
    /// <returns>A row for each adapter: type, what is the matter with it, where it is.</returns>
    protected abstract Task<IReadOnlyList<AdapterRow>> CarryOutAsync(PaperclipServer server, ParseResult result, CancellationToken cancellationToken);

    private async Task WriteAsync(IReadOnlyList<AdapterRow> rows, OutputFormat format)
    {
        if (format is OutputFormat.Json)
        {
            await Host.Terminal.Out.WriteLineAsync(AdapterJson.Text(new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
            {
                ["type"] = row.Type,
                ["state"] = row.State,
                ["version"] = row.Version,
                ["folder"] = row.Folder,
                ["note"] = row.Note,
            })])));
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("TYPE", "STATE", "VERSION", "FOLDER");
        foreach (var row in rows)
        {
            table.AddRow(new Text(row.Type), new Text(row.State), new Text(row.Version ?? ""), new Text(row.Folder ?? ""));
        }

        TerminalConsole.ForOut(Host.Terminal).Write(table);
        foreach (var row in rows.Where(row => row.Note is not null))
        {
            await Host.Terminal.Error.WriteLineAsync($"podclip: {row.Type}: {row.Note}");
        }
    }

    private (Uri? Url, string? Key, OutputFormat Format) Read(ParseResult result, List<string> problems)
    {
        var word = result.Word(_url) ?? Host.Variables.GetValueOrDefault("PAPERCLIP_API_URL") ?? DefaultUrl;
        if (!Uri.TryCreate(word, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            problems.Add($"--url {word} is no address; write {DefaultUrl}.");
            url = null;
        }

        string? key = null;
        if (result.Word(_keyFile) is { } file)
        {
            var path = Host.Absolute(file);
            if (!File.Exists(path))
            {
                problems.Add($"--api-key-file: there is no file {path}.");
            }
            else
            {
                key = File.ReadAllText(path).Trim();
            }
        }

        return (url, key, _output.Read(result, problems));
    }

    /// <summary>An adapter in the output.</summary>
    internal sealed record AdapterRow(string Type, string State, string? Version, string? Folder)
    {
        /// <summary>The state of an adapter for which the work could not be done; the note says why.</summary>
        public const string Failed = "failed";

        /// <summary>What else there is to know.</summary>
        public string? Note { get; init; }
    }
}
