using FsCheck;
using FsCheck.Fluent;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Tests.JavaScript;

public sealed class JsJsonTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(5, "5")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-9, "1.5e-9")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Numbers_have_JavaScripts_shortest_text(double number, string text) => Assert.Equal(text, JsNumber.ToText(number));

    [Theory]
    [InlineData("", 0)]
    [InlineData("7.9", 7.9)]
    [InlineData("0x10", 16)]
    [InlineData("0b11", 3)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1,000", double.NaN)]
    [InlineData("0x", double.NaN)]
    [InlineData("infinity", double.NaN)]
    public void Texts_become_numbers_as_in_JavaScript(string text, double number) => Assert.Equal(number, JsNumber.Parse(text));

    [Fact]
    public void Only_what_JavaScript_escapes_is_escaped() =>
        Assert.Equal(
            "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001é<>&'+/\u007f\u2028😀\\ud83d\"",
            JsJson.Stringify("\"\\\b\f\n\r\t\u0001é<>&'+/\u007f\u2028😀\ud83d"));

    [Fact]
    public void Keys_that_are_array_indexes_come_first_in_their_order() =>
        Assert.Equal("""{"2":0,"10":0,"b":0,"01":0,"a":0}""", JsJson.Stringify(JsonNode.Parse("""{"b":0,"10":0,"01":0,"2":0,"a":0}""")));

    [Fact]
    public void The_indented_form_is_JavaScripts() =>
        Assert.Equal("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}", JsJson.Stringify(JsonNode.Parse("""{"a":[1,{}],"b":[]}"""), indent: 2));

    [Theory]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\u00a01")]
    [InlineData("nul")]
    [InlineData("1 2")]
    [InlineData("")]
    public void What_is_no_JSON_is_refused(string text) => Assert.False(JsJsonReader.TryParse(text, out _));

    [Fact]
    public void A_key_that_stands_twice_keeps_its_place_and_takes_the_last_value()
    {
        Assert.True(JsJsonReader.TryParse("""{"a":1,"b":2,"a":3}""", out var value));
        Assert.Equal("""{"a":3,"b":2}""", JsJson.Stringify(value));
    }

    [Fact]
    public void Half_a_surrogate_pair_survives_reading_and_writing()
    {
        Assert.True(JsJsonReader.TryParse("\"a\\ud83d\"", out var value));
        Assert.Equal("\"a\\ud83d\"", JsJson.Stringify(value));
        Assert.Equal("a\ud83d", JsJson.TextOf(JsonNode.Parse("{\"x\":\"a\\ud83d\"}")!["x"]));
    }

    [Fact]
    public void Nesting_without_end_is_refused_not_a_crash() => Assert.False(JsJsonReader.TryParse(new string('[', 200_000), out _));

    [Fact]
    public void Every_text_is_read_back_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        text => JsJsonReader.TryParse(JsJson.Stringify(text), out var value) && JsJson.TextOf(value) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_number_is_read_back_as_it_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>().Filter(double.IsFinite),
        number => JsJsonReader.TryParse(JsNumber.ToText(number), out var value) && JsNumber.Of(value) == number).QuickCheckThrowOnFailure();
}
