using FsCheck;
using FsCheck.Fluent;
using Podclip.Engine.Preflight.Admission;

namespace Podclip.Engine.Tests.Preflight;

public class QuantityTests
{
    [Theory]
    [InlineData("500m", "0.5", "500m")]
    [InlineData("2", "2", "2")]
    [InlineData("0.1", "0.1", "100m")]
    [InlineData("1k", "1000", "1000")]
    [InlineData("4Gi", "4294967296", "4Gi")]
    [InlineData("1536Mi", "1610612736", "1536Mi")]
    [InlineData("1.5Gi", "1610612736", "1536Mi")]
    [InlineData("1E", "1000000000000000000", "976562500000000Ki")]
    [InlineData("1e3", "1000", "1000")]
    [InlineData("12E-1", "1.2", "1200m")]
    [InlineData("100u", "0.0001", "1m")]
    [InlineData("0", "0", "0")]
    [InlineData("-1", "-1", "-1")]
    public void An_amount_is_read_and_written(string text, string value, string written)
    {
        var quantity = Quantity.Parse(text);
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), quantity!.Value.Value);
        Assert.Equal(written, quantity.Value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1.2.3")]
    [InlineData("4gi")]
    [InlineData("1e99")]
    [InlineData("1 Gi")]
    [InlineData("99999999999999999999999999Ei")]
    public void What_is_no_amount_is_not_read(string text) => Assert.Null(Quantity.Parse(text));

    [Fact]
    public void What_is_written_is_never_less_and_reads_back() => Prop.ForAll<int, byte>((number, digits) =>
    {
        var value = Math.Abs((decimal)number) / (1 + (digits % 7 * 1000));
        var read = Quantity.Parse(new Quantity(value).ToString())!.Value.Value;
        return read >= value && read - value < 0.001m;
    }).QuickCheckThrowOnFailure();
}
