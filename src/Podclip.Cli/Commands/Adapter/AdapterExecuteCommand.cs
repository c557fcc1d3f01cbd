using System.CommandLine;
using System.Text.Json;
using Podclip.Cli.Connection;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;
using Podclip.Paperclip.Execution.Orphans;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter execute</c>: one run exactly as Paperclip would ask for it.</summary>
internal sealed class AdapterExecuteCommand : CliCommand
{
    private readonly Argument<string> _type = AdapterType.Argument();
    private readonly Option<string> _context = new("--context") { Description = "The execution context as JSON; - for standard input.", HelpName = "FILE" };
    private readonly Option<string> _kubeconfig = new("--kubeconfig") { Description = "The cluster's kubeconfig, where the context names none.", HelpName = "FILE" };

    public AdapterExecuteCommand(CliHost host)
        : base(host, "execute", "Run an agent as Paperclip would: a line of JSON for each callback, the result last. Exit code 0 when there is a result, whatever it says.")
    {
        Add(_type);
        Add(_context);
        Add(_kubeconfig);
    }

    public override IReadOnlyList<string> Examples => ["adapter execute claude_k8s --context context.json"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        Parse(result, problems);
        return Task.FromResult<IReadOnlyList<string>>(problems);
    }

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var (recipe, path) = Parse(result, problems);
        if (recipe is null || problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var execution = await ReadAsync(path!, cancellationToken);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = Host.Terminal.OnInterrupt(cancel.Cancel);
        var lines = new CallbackLines(Host.Terminal);
        var executor = new AdapterExecutor(new AdapterClusterSource(Host, result.Word(_kubeconfig)), Host.Paperclip, new AbandonedRuns(), Host.TimeProvider);
        await lines.WriteResultAsync(await executor.ExecuteAsync(recipe, execution, lines, cancel.Token));
        return ExitCodes.Succeeded;
    }

    private (AdapterRecipe? Recipe, string? Context) Parse(ParseResult result, List<string> problems)
    {
        var recipe = AdapterType.Read(result, _type, problems);
        var path = result.Word(_context);
        if (path is null)
        {
            problems.Add("--context FILE is missing.");
        }
        else if (path != "-" && !File.Exists(Host.Absolute(path)))
        {
            problems.Add($"--context: there is no file {Host.Absolute(path)}.");
        }

        return (recipe, path);
    }

    private async Task<AdapterExecutionContext> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(Host.Absolute(path));
            return await JsonSerializer.DeserializeAsync(file, PaperclipJson.Default.AdapterExecutionContext, cancellationToken)
                ?? throw new UsageException(["--context: null is no execution context."]);
        }
        catch (JsonException e)
        {
            throw new UsageException([$"--context: {path} is no execution context: {e.Message}"]);
        }
    }
}
