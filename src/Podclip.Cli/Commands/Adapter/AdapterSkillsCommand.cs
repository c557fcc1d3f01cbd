using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Skills;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter skills</c>: the list of an agent's skills as Paperclip's page gets it.</summary>
internal sealed class AdapterSkillsCommand : CliCommand
{
    private readonly Argument<string> _type = AdapterType.Argument();
    private readonly Option<string> _config = new("--config") { Description = "The agent's configuration as JSON, or the context with it that Paperclip sends.", HelpName = "FILE" };

    public AdapterSkillsCommand(CliHost host)
        : base(host, "skills", "Print the skills that an agent could have and those its runs get.")
    {
        Add(_type);
        Add(_config);
    }

    public override IReadOnlyList<string> Examples => ["adapter skills claude_k8s --config agent.json"];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Parse(result).Problems);

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (recipe, path, problems) = Parse(result);
        if (recipe is null || problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var document = await ReadAsync(path!, cancellationToken);
        var list = SkillListing.Of(recipe.Kind, recipe.Skills, document["config"] as JsonObject ?? document, Host.Paperclip);
        await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(list, AdapterJson.Readable.AdapterSkillSnapshot));
        return ExitCodes.Succeeded;
    }

    private (AdapterRecipe? Recipe, string? Config, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var recipe = AdapterType.Read(result, _type, problems);
        var path = result.Word(_config) is { } word ? Host.Absolute(word) : null;
        if (path is null)
        {
            problems.Add("--config FILE is missing.");
        }
        else if (!File.Exists(path))
        {
            problems.Add($"--config: there is no file {path}.");
        }

        return (recipe, path, problems);
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonNode.ParseAsync(file, cancellationToken: cancellationToken) as JsonObject
                ?? throw new UsageException([$"--config: {path} holds no object."]);
        }
        catch (JsonException e)
        {
            throw new UsageException([$"--config: {path} is no JSON: {e.Message}"]);
        }
    }
}
