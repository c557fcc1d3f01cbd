using System.Text.Json;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Tests.Adapters;

public sealed class PackagedDescriptionTests
{
    [Theory]
    [InlineData("claude")]
    [InlineData("opencode")]
    public void The_npm_package_says_of_its_adapter_what_the_adapter_says_of_itself(string agent)
    {
        var file = Path.Combine(Fixtures.ProjectDirectory, "..", "..", "packages", $"paperclip-adapter-{agent}-k8s", "src", "description.json");
        var own = JsonSerializer.SerializeToNode(AdapterRecipes.Find($"{agent}_k8s")!.Describe(), PaperclipJson.Plain.AdapterDescription);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, own!.ToJsonString(new JsonSerializerOptions(PaperclipJson.Plain.Options) { WriteIndented = true }) + "\n");
        }

        Assert.True(JsonNode.DeepEquals(own, JsonNode.Parse(File.ReadAllText(file))), $"{file} is old: run the test with UPDATE_GOLDEN=1");
    }
}
