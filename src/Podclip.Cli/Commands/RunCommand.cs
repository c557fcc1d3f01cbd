using System.CommandLine;
using Podclip.Cli.Completion;
using Podclip.Cli.Running;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip run</c>.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly RunOptions _options = new();
    private readonly OutputOption _output = new(
        "text: the transcript for people; json: the result object alone; ndjson: one transcript entry a line, the result last.",
        OutputFormat.Text,
        OutputFormat.Json,
        OutputFormat.NdJson);

    public RunCommand(CliHost host)
        : base(host, "run", "Run an agent as a Kubernetes Job and bring back its transcript, outcome and cost.")
    {
        _options.AddTo(this, canDetach: true, () => DynamicCompletions.Images(host));
        _output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "run claude --prompt 'Fix the failing test' --workspace .",
        "run claude --prompt 'And now the docs' --workspace . --session ID",
        "run claude --prompt-file - --agent reviewer --timeout 10m -o json < prompt.md",
        "run claude --prompt 'hello' --model-endpoint scripted",
        "run claude --prompt 'hello' -e ANTHROPIC_API_KEY --context staging -n agents -- --max-turns 5",
        "run opencode --prompt 'Fix the failing test' --workspace . --model anthropic/claude-sonnet-4-5",
        "run shell --prompt 'make test' --workspace .",
    ];

    public override async Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        (await ParseAsync(result, cancellationToken)).Problems;

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (invocation, format, problems) = await ParseAsync(result, cancellationToken);
        return invocation is null || problems.Count > 0
            ? throw new UsageException(problems)
            : await new RunLauncher(Host).RunAsync(invocation, format, cancellationToken);
    }

    private async Task<(RunInvocation? Invocation, OutputFormat Format, IReadOnlyList<string> Problems)> ParseAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var builder = new RunInvocationBuilder(Host);
        var invocation = await builder.BuildAsync(_options.Read(result), needsCredentials: true, cancellationToken);
        List<string> problems = [.. builder.Problems];
        var format = _output.Read(result, problems);
        return (invocation, format, problems);
    }
}
