using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Kubernetes.Serialization;
using YamlDotNet.RepresentationModel;

namespace Podclip.Kubernetes.Tests.Serialization;

public class YamlTextTests
{
    [Theory]
    [InlineData("no")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("2026-01-02")]
    [InlineData("")]
    [InlineData(" lead")]
    [InlineData("trail ")]
    [InlineData("a: b # c")]
    [InlineData("- x")]
    [InlineData("line\nline\n\n")]
    [InlineData("\n lead")]
    [InlineData("tab\there")]
    [InlineData("…🙂")]
    [InlineData("---")]
    [InlineData("...")]
    public void Texts_read_back_as_the_same_texts(string text) => AssertReadsBack(text);

    [Fact]
    public void Any_text_reads_back_as_the_same_text() =>
        Prop.ForAll<NonNull<string>>(text => AssertReadsBack(new string([.. text.Get.Where(c => !char.IsSurrogate(c))]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_of_YAML_1_1_are_quoted_and_real_ones_are_not()
    {
        using var document = JsonDocument.Parse("""{"a":"true","b":true,"c":"1","d":1,"e":null,"f":"null","g":[],"h":{}}""");
        using var text = new StringWriter { NewLine = "\n" };
        YamlText.Write([document.RootElement], text);
        Assert.Equal("a: \"true\"\nb: true\nc: \"1\"\nd: 1\ne: null\nf: \"null\"\ng: []\nh: {}\n", text.ToString());
    }

    private static void AssertReadsBack(string text)
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = text }, TestJson.Default.DictionaryStringString));
        using var yaml = new StringWriter();
        YamlText.Write([document.RootElement, document.RootElement], yaml);
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml.ToString()));
        Assert.Equal(2, stream.Documents.Count);
        Assert.All(stream.Documents, read => Assert.Equal(text, ((YamlScalarNode)((YamlMappingNode)read.RootNode).Children.Single().Value).Value));
    }
}
