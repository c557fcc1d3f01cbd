using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Podclip.Cli.Embedded;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip version</c>.</summary>
internal sealed class VersionCommand : CliCommand
{
    private readonly OutputOption _output = new("text or json.", OutputFormat.Text, OutputFormat.Json);

    public VersionCommand(CliHost host)
        : base(host, "version", "Print the version and what it runs on.") => _output.AddTo(this);

    public override IReadOnlyList<string> Examples => ["version", "version -o json"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var report = new VersionReport(BuildIdentity.Version, BuildIdentity.Commit, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
        await Host.Terminal.Out.WriteLineAsync(format is OutputFormat.Json
            ? JsonSerializer.Serialize(report, CliJson.Default.VersionReport)
            : $"podclip {report.Version}{(report.Commit is { Length: >= 9 } commit ? $" ({commit[..9]})" : "")}, {report.Runtime}, {report.Platform}");
        return ExitCodes.Succeeded;
    }
}
