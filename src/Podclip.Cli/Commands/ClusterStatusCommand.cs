using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Podclip.Cli.Embedded;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Kubernetes.Resources;
using Spectre.Console;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster status</c>.</summary>
internal sealed class ClusterStatusCommand : CliCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly OutputOption _output = new("text or json.", OutputFormat.Text, OutputFormat.Json);

    public ClusterStatusCommand(CliHost host)
        : base(host, "status", "Tell whether the embedded cluster runs, where, and what runs in it.") => _output.AddTo(this);

    public override IReadOnlyList<string> Examples => ["cluster status", "cluster status -o json"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var format = _output.Read(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var status = await ReadAsync(cancellationToken);
        if (format is OutputFormat.Json)
        {
            await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(status, CliJson.Default.ClusterStatus));
        }
        else
        {
            Write(TerminalConsole.ForOut(Host.Terminal), status);
        }

        return ExitCodes.Succeeded;
    }

    private async Task<ClusterStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var files = new ClusterFiles(Host.State);
        var images = EmbeddedImages.List(files);
        if (files.FindRunning() is not { } process)
        {
            return new ClusterStatus { Running = false, Folder = files.Folder, Images = images };
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        using var client = new KubernetesClient(KubeConfig.Load(process.Kubeconfig), Host.TimeProvider);
        var pods = await client.ListAsync(ResourceTypes.Pods, new ResourceSelector(Namespace: null), bound.Token);
        return new ClusterStatus
        {
            Running = true,
            Folder = files.Folder,
            Server = process.Server,
            Pid = process.Pid,
            Kubeconfig = process.Kubeconfig,
            ReadyAt = process.ReadyAt,
            Log = process.Log,
            Pods = [.. pods.Items.Select(pod => new PodRow(pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", pod.Status?.Phase ?? "Unknown"))],
            Images = images,
        };
    }

    private static void Write(IAnsiConsole console, ClusterStatus status)
    {
        if (!status.Running)
        {
            console.WriteLine($"The embedded cluster does not run. Its data: {status.Folder}");
        }
        else
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn());
            AddRow(grid, "API server", status.Server!.AbsoluteUri.TrimEnd('/'));
            AddRow(grid, "process", status.Pid!.Value.ToString(CultureInfo.InvariantCulture));
            AddRow(grid, "up since", status.ReadyAt!.Value.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
            AddRow(grid, "kubeconfig", status.Kubeconfig!);
            AddRow(grid, "log", status.Log ?? "in its terminal");
            AddRow(grid, "data", status.Folder);
            console.Write(grid);
            WritePods(console, status.Pods);
        }

        ImageTable.Write(console, status.Images);
    }

    private static void WritePods(IAnsiConsole console, IReadOnlyList<PodRow> pods)
    {
        if (pods.Count == 0)
        {
            console.WriteLine("No pods.");
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("NAMESPACE", "POD", "PHASE");
        foreach (var pod in pods)
        {
            table.AddRow(new Text(pod.Namespace), new Text(pod.Name), new Text(pod.Phase));
        }

        console.Write(table);
    }

    private static void AddRow(Grid grid, string name, string value) => grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(value));
}
