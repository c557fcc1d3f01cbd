using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Selectors;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>Selectors that stand in objects.</summary>
public class LabelSelectorReaderTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("{}", true)]
    [InlineData("""{"matchLabels":{"app":"a"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"b"}}""", false)]
    [InlineData("""{"matchLabels":{"app":"a","tier":"x"}}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["a","b"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"NotIn","values":["a","b"]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"NotIn","values":["a"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"Exists"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Is"}]}""", false)]
    [InlineData("""{"matchLabels":{"app":"a"},"matchExpressions":[{"key":"tier","operator":"Exists"}]}""", false)]
    public void Labels_meet_a_selector_or_not(string? selector, bool isMet) =>
        Assert.Equal(isMet, LabelSelectorReader.Matches(selector is null ? null : JsonNode.Parse(selector), JsonNode.Parse("""{"app":"a"}""")));
}
