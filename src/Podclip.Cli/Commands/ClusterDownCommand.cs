using System.CommandLine;
using Podclip.Cli.Embedded;
using Podclip.LocalCluster.Kubelet;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster down</c>.</summary>
internal sealed class ClusterDownCommand : CliCommand
{
    private readonly Option<bool> _purge = new("--purge") { Description = "Delete all of its data too: volumes with the agents' sessions, images, certificates." };

    public ClusterDownCommand(CliHost host)
        : base(host, "down", "End the embedded cluster and everything that runs in it. Volumes and images stay.") => Add(_purge);

    public override IReadOnlyList<string> Examples => ["cluster down", "cluster down --purge"];

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var files = new ClusterFiles(Host.State);
        var running = files.FindRunning();
        var pods = running is null ? 0 : await new EmbeddedClusterStopper(Host).StopAsync(running, cancellationToken);

        // What outlived a cluster that was killed, or would not go.
        pods += await ClusterTeardown.RunAsync(files.Folder, Host.TimeProvider, cancellationToken);
        var ended = pods switch { 0 => "", 1 => " 1 pod was ended.", _ => $" {pods} pods were ended." };
        await Host.Terminal.Error.WriteLineAsync($"podclip: the embedded cluster {(running is null ? "did not run" : "is down")}.{ended}");

        if (result.GetValue(_purge) && Directory.Exists(files.Folder))
        {
            Directory.Delete(files.Folder, recursive: true);
            await Host.Terminal.Error.WriteLineAsync($"podclip: deleted {files.Folder}.");
        }

        return ExitCodes.Succeeded;
    }
}
