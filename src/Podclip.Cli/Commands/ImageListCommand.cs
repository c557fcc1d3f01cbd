using System.CommandLine;
using System.Text.Json;
using Podclip.Cli.Embedded;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster image list</c>.</summary>
internal sealed class ImageListCommand : CliCommand
{
    private readonly OutputOption _output = new("text or json.", OutputFormat.Text, OutputFormat.Json);

    public ImageListCommand(CliHost host)
        : base(host, "list", "List the registered images.") => _output.AddTo(this);

    public override IReadOnlyList<string> Examples => ["cluster image list", "cluster image list -o json"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var images = EmbeddedImages.List(new ClusterFiles(Host.State));
        if (format is OutputFormat.Json)
        {
            await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(images, CliJson.Default.IReadOnlyListImageRow));
        }
        else
        {
            ImageTable.Write(TerminalConsole.ForOut(Host.Terminal), images);
        }

        return ExitCodes.Succeeded;
    }
}
