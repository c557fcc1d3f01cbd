using System.CommandLine;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Running;

/// <summary>The options that say how long a run may take for what.</summary>
internal sealed class TimeOptions
{
    private readonly Option<string> _timeout = Text("--timeout", "How long the agent may run, such as 90s, 10m or 1h30m; no limit by default.");
    private readonly Option<string> _grace = Text("--grace", "How long a stopped agent has to end before it is killed; 30s by default.");
    private readonly Option<string> _startTimeout = Text("--start-timeout", "How long the pod may take to start; 2m by default. Longer by itself while an autoscaler makes room.");
    private readonly Option<string> _queueTimeout = Text("--queue-timeout", "How long to wait while other runs hold the agent; 1h by default.");
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for a busy agent: end at once with exit code 5." };
    private readonly Option<string> _exitTimeout = Text("--exit-timeout", "How long an agent that said it is done may take to exit; 30s by default.");
    private readonly Option<string> _silenceTimeout = Text("--silence-timeout", "How long an agent that reports by events may print nothing after its start; 5m by default.");
    private readonly Option<string> _unreachableTimeout = Text("--unreachable-timeout", "How long the cluster may be out of reach before the run is given up on; 15m by default. The agent goes on meanwhile.");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_timeout, _grace, _startTimeout, _queueTimeout, _noWait, _exitTimeout, _silenceTimeout, _unreachableTimeout])
        {
            command.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <returns>The words.</returns>
    public TimeArguments Read(ParseResult result) => new()
    {
        Timeout = result.Word(_timeout),
        Grace = result.Word(_grace),
        StartTimeout = result.Word(_startTimeout),
        QueueTimeout = result.Word(_queueTimeout),
        NoWait = result.GetValue(_noWait),
        ExitTimeout = result.Word(_exitTimeout),
        SilenceTimeout = result.Word(_silenceTimeout),
        UnreachableTimeout = result.Word(_unreachableTimeout),
    };

    private static Option<string> Text(string name, string description) => new(name) { Description = description, HelpName = "TIME" };
}
