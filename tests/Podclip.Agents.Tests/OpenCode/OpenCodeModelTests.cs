using Podclip.Agents.OpenCode;

namespace Podclip.Agents.Tests.OpenCode;

public class OpenCodeModelTests
{
    [Theory]
    [InlineData("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5")]
    [InlineData("openrouter/openai/gpt-5", "openrouter", "openai/gpt-5")]
    public void A_model_is_named_after_its_provider(string text, string provider, string name)
    {
        var model = OpenCodeModel.Parse(text);
        Assert.Equal(new OpenCodeModel(provider, name), model);
        Assert.Equal(text, model!.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sonnet")]
    [InlineData("/x")]
    [InlineData("x/")]
    [InlineData("a b/c")]
    public void Anything_else_is_no_model(string? text) => Assert.Null(OpenCodeModel.Parse(text));

    [Fact]
    public void The_list_that_opencode_prints_is_read_whatever_stands_beside_it()
    {
        const string Output = "Models:\r\n\e[1mopencode/big-pickle\e[0m\nopenai/gpt-5 (default)\n\n* anthropic/claude-opus-4-7\nopenai/gpt-5\n/no\n";
        Assert.Equal(
            ["anthropic/claude-opus-4-7", "openai/gpt-5", "opencode/big-pickle"],
            OpenCodeModel.ParseList(Output).Select(model => model.ToString()));
    }
}
