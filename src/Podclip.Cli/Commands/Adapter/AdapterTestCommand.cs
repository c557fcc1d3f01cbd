using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Cli.Connection;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter test</c>: the environment test that Paperclip offers beside an agent's configuration.</summary>
internal sealed class AdapterTestCommand : CliCommand
{
    private const string NoCompany = "";

    private readonly Argument<string> _type = AdapterType.Argument();
    private readonly Option<string> _config = new("--config") { Description = "The agent's configuration as JSON; - for standard input.", HelpName = "FILE" };
    private readonly Option<string> _kubeconfig = new("--kubeconfig") { Description = "The cluster's kubeconfig, where the configuration names none.", HelpName = "FILE" };
    private readonly OutputOption _output = new(
        "text: for people, with the documents that mend what was found at the end; json: the result as Paperclip gets it.",
        OutputFormat.Text,
        OutputFormat.Json);

    public AdapterTestCommand(CliHost host)
        : base(host, "test", "Test whether an agent of a configuration could run. Changes nothing, unless the configuration's probeEnvironment asks for a short pod. Exit code 4 when no run would work.")
    {
        Add(_type);
        Add(_config);
        Add(_kubeconfig);
        _output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "adapter test claude_k8s --config agent.json",
        "adapter test claude_k8s --config agent.json -o json",
    ];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Parse(result).Problems);

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (recipe, path, format, problems) = Parse(result);
        if (recipe is null || problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var context = new AdapterEnvironmentTestContext { CompanyId = NoCompany, AdapterType = recipe.Kind.Type, Config = await ReadAsync(path!, cancellationToken) };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = Host.Terminal.OnInterrupt(cancel.Cancel);
        var tester = new EnvironmentTester(new AdapterClusterSource(Host, result.Word(_kubeconfig)), Host.Paperclip, Host.TimeProvider);
        var tested = await tester.TestAsync(recipe, context, cancel.Token);
        if (format is OutputFormat.Json)
        {
            await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(tested, PaperclipJson.Plain.AdapterEnvironmentTestResult));
        }
        else
        {
            EnvironmentTestText.Write(TerminalConsole.ForOut(Host.Terminal), tested);
        }

        return tested.Status == "fail" ? ExitCodes.InfrastructureFailed : ExitCodes.Succeeded;
    }

    private (AdapterRecipe? Recipe, string? Config, OutputFormat Format, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var recipe = AdapterType.Read(result, _type, problems);
        var path = result.Word(_config);
        if (path is null)
        {
            problems.Add("--config FILE is missing.");
        }
        else if (path != "-" && !File.Exists(Host.Absolute(path)))
        {
            problems.Add($"--config: there is no file {Host.Absolute(path)}.");
        }

        return (recipe, path, _output.Read(result, problems), problems);
    }

    private async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(Host.Absolute(path));
            return await JsonNode.ParseAsync(file, cancellationToken: cancellationToken) as JsonObject
                ?? throw new UsageException([$"--config: {path} is no JSON object."]);
        }
        catch (JsonException e)
        {
            throw new UsageException([$"--config: {path} is no JSON: {e.Message}"]);
        }
    }
}
