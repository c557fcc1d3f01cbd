using System.Collections;
using Podclip.Cli;
using Podclip.Cli.Embedded;
using Podclip.Cli.Terminal;
using Podclip.LocalCluster.Kubelet;

// Before anything else: every pod pays for its supervisor's start.
if (args is [SelfCommand.Supervise])
{
    return await PodSupervisor.RunAsync();
}

if (args is ["cluster", "up", EmbeddedClusterStarter.BackgroundOption, ..])
{
    ProcessTable.LeaveSession();
}

var variables = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
using var terminal = new SystemTerminal(variables.GetValueOrDefault);
var host = new CliHost
{
    Terminal = terminal,
    Variables = variables,
    WorkingDirectory = Environment.CurrentDirectory,
    Self = SelfCommand.Find(),
    IsKubectlPlugin = SelfCommand.IsKubectlPlugin(),
};
return await new PodclipApp(host).RunAsync(args, CancellationToken.None);
