using Podclip.Engine;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

public sealed class RunChecksTests
{
    private static RunRequest Request => new() { Agent = AdapterKind.Claude.Agent, Prompt = "hello"u8.ToArray() };

    [Theory]
    [InlineData("ANTHROPIC_API_KEY=k", "ANTHROPIC_API_KEY")]
    [InlineData("CLAUDE_CODE_USE_BEDROCK=1 AWS_REGION=eu-west-1", "CLAUDE_CODE_USE_BEDROCK and AWS_REGION")]
    [InlineData("CLAUDE_CODE_USE_BEDROCK=1", null)]
    [InlineData("ANTHROPIC_API_KEY=", null)]
    [InlineData("", null)]
    public void A_credential_is_a_complete_set_of_variables(string variables, string? set)
    {
        var environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var check = RunChecks.Credentials(AdapterKind.Claude.Agent, Request with { Environment = environment });
        Assert.Equal(set is null ? ("agent_credentials_missing", "warn") : ("agent_credentials_present", "info"), (check.Code, check.Level));
        Assert.Contains(set is null ? "no variable" : $"({set})", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_may_be_a_reference_to_a_Secret()
    {
        var pod = new PodOptions { Variables = [new EnvVar { Name = "ANTHROPIC_API_KEY" }] };
        Assert.Equal("agent_credentials_present", RunChecks.Credentials(AdapterKind.Claude.Agent, Request with { Pod = pod }).Code);
    }

    [Fact]
    public void A_Secret_inherited_as_a_whole_may_hold_one()
    {
        var pod = new PodOptions { VariablesFrom = [new EnvFromSource { SecretRef = new SecretEnvSource { Name = "keys" } }] };
        Assert.Contains("Unless keys, inherited as a whole, has one.", RunChecks.Credentials(AdapterKind.Claude.Agent, Request with { Pod = pod }).Hint, StringComparison.Ordinal);
    }
}
