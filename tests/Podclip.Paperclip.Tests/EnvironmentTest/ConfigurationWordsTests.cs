using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

public sealed class ConfigurationWordsTests
{
    [Theory]
    [InlineData("Make it, or name another one with --service-account.", "Make it, or name another one with serviceAccountName.")]
    [InlineData("Log in again, or choose other credentials with --kubeconfig and --context; in a pod …", "Log in again, or choose other credentials with kubeconfig; in a pod …")]
    [InlineData("Run with --memory 1Gi, or let …", "Run with resources.requests.memory and resources.limits.memory 1Gi, or let …")]
    [InlineData("Wait.", "Wait.")]
    [InlineData(null, null)]
    public void An_operator_of_Paperclip_is_told_of_fields(string? remedy, string? expected) => Assert.Equal(expected, ConfigurationWords.Of(remedy));

    [Fact]
    public void Every_field_that_is_named_is_one()
    {
        string[] options = ["--kubeconfig and --context", "--cpu", "--memory", "--service-account", "--namespace", "--workspace", "--home", "--image"];
        var schema = AdapterRecipes.Find("claude_k8s")!.Describe().ConfigSchema!;
        HashSet<string> known = [.. schema.Fields.Select(field => field.Key), .. HostFields.All.Select(field => field.Key)];
        Assert.All(options.SelectMany(option => ConfigurationWords.Of(option)!.Split(" and ")), field => Assert.Contains(field, known));
    }
}
