using System.CommandLine;
using Podclip.Cli.Running;
using Podclip.ScriptedModel;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip model serve</c>.</summary>
internal sealed class ModelServeCommand : CliCommand
{
    private readonly PortOption _port = new("The loopback port; a free one by default.");
    private readonly Option<string> _scenarios = new("--scenarios") { Description = "A folder of scenario files beside the built-in ones.", HelpName = "DIR" };
    private readonly Option<string> _default = new("--default") { Description = "The scenario for prompts that name none.", HelpName = "NAME" };

    public ModelServeCommand(CliHost host)
        : base(host, "serve", "Serve the scripted model on this machine until interrupted.")
    {
        _port.AddTo(this);
        Add(_scenarios);
        Add(_default);
    }

    public override IReadOnlyList<string> Examples => ["model serve", "model serve --port 8200 --scenarios ./scenarios"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Parse(result).Problems);

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (options, problems) = Parse(result);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = Host.Terminal.OnInterrupt(() => interrupted.TrySetResult());
        await using var server = await ScriptedModelServer.StartAsync(options, cancellationToken);
        await Host.Terminal.Out.WriteLineAsync(server.BaseUrl.AbsoluteUri.TrimEnd('/'));
        await Host.Terminal.Error.WriteLineAsync("podclip: serving the scripted model; use it with --model-endpoint and any ANTHROPIC_API_KEY; for OpenCode put /v1 behind it and set any OPENAI_API_KEY. Ctrl-C ends it.");
        await interrupted.Task.WaitAsync(cancellationToken);
        return ExitCodes.Succeeded;
    }

    private (ScriptedModelOptions Options, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var folder = result.Word(_scenarios) is { } named ? Host.Absolute(named) : null;
        if (folder is not null && !Directory.Exists(folder))
        {
            problems.Add($"--scenarios: there is no folder {folder}.");
        }

        var options = new ScriptedModelOptions { Port = _port.Read(result, problems), ScenarioDirectory = folder };
        return (result.Word(_default) is { } scenario ? options with { DefaultScenario = scenario } : options, problems);
    }
}
