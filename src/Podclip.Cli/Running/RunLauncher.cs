using System.Text.Json.Nodes;
using Podclip.Cli.Connection;
using Podclip.Cli.Rendering;
using Podclip.Engine;
using Podclip.ScriptedModel;

namespace Podclip.Cli.Running;

/// <summary>Carries out an invocation: connects, starts the run, shows it, and says how it ended.</summary>
/// <param name="host">The process.</param>
internal sealed class RunLauncher(CliHost host)
{
    /// <summary>Runs to the end.</summary>
    /// <param name="invocation">What to run.</param>
    /// <param name="format">What goes to standard output.</param>
    /// <param name="cancellationToken">Ends the preparations; a started run is stopped by signals alone.</param>
    /// <returns>What it came to.</returns>
    public Task<FollowedRun> FollowAsync(RunInvocation invocation, OutputFormat format, CancellationToken cancellationToken) =>
        StartAsync(invocation, format, (run, view) => new RunFollower(host, view).FollowAsync(run, invocation.Request.Grace), cancellationToken);

    /// <summary>Runs to the end, or until the run is on its way when it is to be left.</summary>
    /// <param name="invocation">What to run.</param>
    /// <param name="format">What goes to standard output.</param>
    /// <param name="cancellationToken">Ends the preparations; a started run is stopped by signals alone.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RunInvocation invocation, OutputFormat format, CancellationToken cancellationToken) => invocation.Detach
        ? await StartAsync(invocation, format, (run, view) => DetachAsync(run, view, format), cancellationToken)
        : (await FollowAsync(invocation, format, cancellationToken)).ExitCode;

    private async Task<T> StartAsync<T>(RunInvocation invocation, OutputFormat format, Func<Run, IRunView, Task<T>> proceed, CancellationToken cancellationToken)
    {
        foreach (var warning in invocation.Warnings)
        {
            await host.Terminal.Error.WriteLineAsync($"podclip: {warning}");
        }

        using var cluster = await new ClusterConnector(host).ConnectAsync(invocation.Cluster, invocation.Namespace, cancellationToken);
        await using var model = invocation.Endpoint is ModelEndpoint.Scripted ? await ScriptedModelServer.StartAsync(new ScriptedModelOptions(), cancellationToken) : null;
        var request = model is null
            ? invocation.Request
            : ScriptedCredentials.AddTo(invocation.Request, model.BaseUrl);

        await using var engine = cluster.CreateEngine(host);
        using var view = RunViews.Create(host, format);
        var run = engine.Start(request);
        view.Say($"run {run.Id} on {cluster.Description}, namespace {cluster.Namespace}");
        return await proceed(run, view);
    }

    /// <summary>Waits until the run no longer needs this process to get going, or is over already.</summary>
    private async Task<int> DetachAsync(Run run, IRunView view, OutputFormat format)
    {
        await foreach (var runEvent in run.FollowAsync(0, CancellationToken.None))
        {
            if (runEvent is RunEvent.Finished(var result))
            {
                view.Show(runEvent);
                return ExitCodes.From(result.Outcome);
            }

            if (runEvent is RunEvent.PhaseChanged { Phase: > RunPhase.Launching })
            {
                break;
            }
        }

        await host.Terminal.Out.WriteLineAsync(format is OutputFormat.Text ? run.Id : new JsonObject { ["runId"] = run.Id }.ToJsonString());
        view.Say($"left running; go on with: podclip attach {run.Id}");
        return ExitCodes.Succeeded;
    }
}
