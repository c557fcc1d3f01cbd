using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Configuration;

namespace Podclip.Paperclip.Tests.Adapters;

public class ConfigurationDocumentTests
{
    [Fact]
    public void The_documentation_says_what_the_fields_say() => Golden.Check("../../docs/configuration.md", ConfigurationDocument.OfAll());

    [Fact]
    public void The_host_edits_its_own_fields_by_itself()
    {
        var fields = AdapterRecipes.Find("claude_k8s")!.Describe().ConfigSchema.Fields.Select(field => field.Key).ToList();
        Assert.DoesNotContain(fields, key => key is "model" or "effort" or "instructionsFilePath" or "timeoutSec" or "graceSec" or "dangerouslySkipPermissions");
        Assert.DoesNotContain(AdapterRecipes.All.SelectMany(recipe => recipe.Describe().ConfigSchema.Fields), field => field.Key is "command" or "args");
    }

    [Fact]
    public void What_the_form_for_a_new_agent_stores_is_a_valid_configuration()
    {
        foreach (var recipe in AdapterRecipes.All)
        {
            JsonObject stored = [];
            foreach (var field in recipe.Describe().ConfigSchema.Fields)
            {
                stored[field.Key] = field.Default?.DeepClone() ?? field.Type switch
                {
                    Podclip.Paperclip.Contract.ConfigFieldType.Toggle => false,
                    Podclip.Paperclip.Contract.ConfigFieldType.Number => 0,
                    Podclip.Paperclip.Contract.ConfigFieldType.Select => field.Options![0].Value,
                    _ => null,
                };
            }

            var reader = new ConfigReader(stored);
            var settings = AdapterSettingsReader.Read(reader, recipe.ReattachesByDefault);
            Assert.Empty(reader.Problems);
            Assert.Equal(TimeSpan.FromSeconds(300), settings.TimeToLive);
            Assert.Equal(recipe.ReattachesByDefault, settings.ReattachOrphanedJobs);
        }
    }

    [Fact]
    public void An_adapter_never_lacks_models()
    {
        Assert.All(AdapterRecipes.All, recipe => Assert.NotEmpty(recipe.Models(new Dictionary<string, string>())));
        var claude = AdapterRecipes.Find("claude_k8s")!;
        Assert.All(claude.Models(new Dictionary<string, string> { ["CLAUDE_CODE_USE_BEDROCK"] = "true" }), model => Assert.StartsWith("us.anthropic.", model.Id, StringComparison.Ordinal));
    }
}
