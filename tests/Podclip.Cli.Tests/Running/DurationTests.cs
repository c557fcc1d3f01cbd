using FsCheck;
using FsCheck.Fluent;
using Podclip.Cli.Running;

namespace Podclip.Cli.Tests.Running;

public class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("1d1h1m1s", 90061)]
    [InlineData("500ms", 0.5)]
    [InlineData("1m500ms", 60.5)]
    public void Times_are_read(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("m")]
    [InlineData("1.5h")]
    [InlineData("5s3m")]
    [InlineData("10m ")]
    [InlineData("10m\n")]
    [InlineData("99999999999999999999d")]
    [InlineData("366d")]
    public void Other_texts_are_refused(string text) => Assert.Null(Duration.Parse(text));

    [Fact]
    public void No_text_breaks_the_reader() =>
        Prop.ForAll<NonNull<string>>(text => Duration.Parse(text.Get) is null or { Ticks: > 0 }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7260, "2 h 1 min")]
    public void Times_are_shown(double seconds, string text) => Assert.Equal(text, Duration.Show(seconds));
}
