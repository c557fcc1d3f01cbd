using System.CommandLine;
using System.Net;
using Podclip.Cli.Connection;
using Podclip.Cli.Embedded;
using Podclip.Cli.Terminal;
using Podclip.Daemon;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip serve</c>: the daemon.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Option<string> _socket = new("--socket") { Description = "The unix socket to listen at; daemon.sock in the state directory by default.", HelpName = "FILE" };
    private readonly Option<string> _listen = new("--listen") { Description = "Listen at this address instead; callers need the token.", HelpName = "HOST:PORT" };
    private readonly Option<string> _tokenFile = new("--token-file") { Description = "The file with the token for --listen; made if it is not there.", HelpName = "FILE" };
    private readonly Option<bool> _lifeline = new("--lifeline") { Description = "Take no new runs once standard input ends, and end when none is live." };

    public ServeCommand(CliHost host)
        : base(host, "serve", "Run agents for others by HTTP: what Paperclip's adapters talk to. One daemon for each state directory.")
    {
        Add(_socket);
        Add(_listen);
        Add(_tokenFile);
        Add(_lifeline);
    }

    public override IReadOnlyList<string> Examples => ["serve", "serve --listen 127.0.0.1:7080 --token-file ./token"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        ReadAddress(result, problems);
        return Task.FromResult<IReadOnlyList<string>>(problems);
    }

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var address = ReadAddress(result, problems);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        using var log = new TerminalLog(Host.Terminal, Host.TimeProvider);
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = Host.Terminal.OnInterrupt(() => interrupted.TrySetResult());
        await using var daemon = await DaemonServer.StartAsync(
            new DaemonOptions
            {
                State = Host.State,
                Clusters = new AdapterClusterSource(Host, kubeconfig: null),
                Host = Host.Paperclip,
                Version = BuildIdentity.Version,
                Socket = result.Word(_socket) is { } socket ? Host.Absolute(socket) : null,
                Address = address,
                TokenFile = result.Word(_tokenFile) is { } file ? Host.Absolute(file) : null,
                TimeProvider = Host.TimeProvider,
                Log = log,
            },
            cancellationToken);
        await Host.Terminal.Error.WriteLineAsync($"podclip: serving {Host.State.Path} at {daemon.Process.Socket ?? daemon.Process.Url}; Ctrl-C lets go of the runs, whose Jobs go on.");
        if (result.GetValue(_lifeline))
        {
            _ = DrainAtEndAsync(daemon);
        }

        await Task.WhenAny(interrupted.Task, daemon.StopAsked).WaitAsync(cancellationToken);
        return ExitCodes.Succeeded;
    }

    // Who started the daemon holds the other end; it ends however that process does.
    private async Task DrainAtEndAsync(DaemonServer daemon)
    {
        await using var input = Host.Terminal.OpenInput();
        await input.CopyToAsync(Stream.Null);
        daemon.Drain();
    }

    private IPEndPoint? ReadAddress(ParseResult result, List<string> problems)
    {
        if (result.Word(_listen) is not { } word)
        {
            if (result.Word(_tokenFile) is not null)
            {
                problems.Add("--token-file belongs to --listen: a socket is for its owner only and needs no token.");
            }

            return null;
        }

        if (result.Word(_socket) is not null)
        {
            problems.Add("--socket and --listen exclude each other.");
        }

        if (result.Word(_tokenFile) is null)
        {
            problems.Add("--listen needs --token-file: whoever reaches the address could run agents.");
        }

        if (IPEndPoint.TryParse(word, out var address) && word.Contains(':', StringComparison.Ordinal))
        {
            return address;
        }

        problems.Add($"--listen {word} is no address and port; write 127.0.0.1:7080.");
        return null;
    }
}
