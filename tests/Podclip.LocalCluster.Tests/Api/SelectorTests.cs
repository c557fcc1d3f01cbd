using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Selectors;
using Podclip.LocalCluster.Api.Tables;

namespace Podclip.LocalCluster.Tests.Api;

public class SelectorTests
{
    [Theory]
    [InlineData("a=b=c")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a,")]
    [InlineData("=a")]
    [InlineData("a b")]
    [InlineData("a=-x-")]
    [InlineData("in (a)")]
    public void What_is_no_selector_is_a_bad_request(string text) =>
        Assert.Equal(400, Assert.Throws<ApiException>(() => LabelSelectorParser.Parse(text)).Code);

    [Fact]
    public void Any_text_is_either_a_selector_or_a_bad_request() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("a", "b/c", "in", "notin", "=", "==", "!=", "!", "(", ")", ",", " ", "é")).ToArbitrary(),
        words =>
        {
            try
            {
                foreach (var requirement in LabelSelectorParser.Parse(string.Concat(words)))
                {
                    requirement.Matches(new JsonObject { ["a"] = "b" });
                }

                return true;
            }
            catch (ApiException refused)
            {
                return refused.Code == 400;
            }
        }));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(125, "2m5s")]
    [InlineData(601, "10m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((3 * 3600) + 60, "3h1m")]
    [InlineData(9 * 3600, "9h")]
    [InlineData(49 * 3600, "2d1h")]
    [InlineData(10 * 86400, "10d")]
    [InlineData(3 * 365 * 86400, "3y")]
    public void Ages_are_printed_as_kubectl_does(int seconds, string expected) => Assert.Equal(expected, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));
}
