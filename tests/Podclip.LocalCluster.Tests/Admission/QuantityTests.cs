using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Admission;

namespace Podclip.LocalCluster.Tests.Admission;

/// <summary>Amounts as the real server reads, computes and writes them.</summary>
public class QuantityTests
{
    private static readonly string[] Suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "e-3", "E5", "e0"];

    private static Arbitrary<string> Texts { get; } = (
        from sign in Gen.Elements("", "-", "+")
        from whole in Gen.Choose(0, 2_000_000)
        from fraction in Gen.OneOf(Gen.Constant(""), from digits in Gen.Choose(0, 99999) select "." + digits.ToString(CultureInfo.InvariantCulture))
        from suffix in Gen.Elements(Suffixes)
        select sign + whole.ToString(CultureInfo.InvariantCulture) + fraction + suffix).ToArbitrary();

    private static Quantity Read(string text)
    {
        Assert.True(Quantity.TryRead(text, out var quantity), text);
        return quantity;
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("1", "1")]
    [InlineData("+1.50", "1500m")]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1000", "1k")]
    [InlineData("1001", "1001")]
    [InlineData("1024", "1024")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1536Ki", "1536Ki")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("0.0001Gi", "107374182400u")]
    [InlineData("-1Gi", "-1Gi")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("1e3", "1e3")]
    [InlineData("1500e0", "1500")]
    [InlineData("12e2", "1200")]
    [InlineData("1E", "1E")]
    [InlineData("1000E", "1000E")]
    [InlineData("1e-3", "1e-3")]
    [InlineData("16Ei", "9223372036854775807")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("123456789123456789123456789", "123456789123456789123456789")]
    public void The_canonical_text_is_the_real_servers(string text, string canonical) => Assert.Equal(canonical, Read(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("1ki")]
    [InlineData("1 Gi")]
    [InlineData("Gi")]
    [InlineData("1e")]
    [InlineData("1e99999999")]
    [InlineData("1K")]
    [InlineData("0x10")]
    public void What_is_no_amount_is_not_read(string text) => Assert.False(Quantity.TryRead(text, out _));

    [Fact]
    public void Writing_and_reading_lose_nothing() => Prop.ForAll(Texts, text =>
    {
        var quantity = Read(text);
        var again = Read(quantity.ToString());
        return Quantity.AreEqual(quantity, again) && again.ToString() == quantity.ToString();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_and_order_are_those_of_exact_numbers() => Prop.ForAll(Texts, Texts, (one, other) =>
    {
        var (a, b) = (Read(one), Read(other));
        var sum = a + b;
        return Quantity.AreEqual(sum - b, a) && Quantity.AreEqual(sum, b + a) && (a < b) == (a + sum < b + sum) && (a <= b) == !(b < a) && Quantity.AreEqual(Quantity.Larger(a, b), a < b ? b : a);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_doubles_cannot_tell_apart_differs()
    {
        Assert.True(Read("9007199254740993") > Read("9007199254740992"));
        Assert.True(Read("1000000000000000000n") < Read("1000000000000000001n"));
        Assert.True(Quantity.IsMoreThan(Read("3000000001n"), Read("3"), Read("1")));
        Assert.False(Quantity.IsMoreThan(Read("3"), Read("3"), Read("1")));
    }

    [Fact]
    public void A_sum_is_written_as_its_first_part()
    {
        Assert.Equal("1536Mi", (Read("1Gi") + Read("536870912")).ToString());
        Assert.Equal("1Gi", (Quantity.Zero + Read("1Gi")).ToString());
        Assert.Equal("1500m", (Read("1") + Read("500m")).ToString());
        Assert.Equal("2", (Quantity.Of(1) + Quantity.Of(1)).ToString());
    }

    [Fact]
    public void A_node_reads_numbers()
    {
        Assert.True(Quantity.TryParse("1.5Gi", out var amount));
        Assert.Equal(1610612736m, amount);
        Assert.False(Quantity.TryParse("1e30", out _));
        Assert.False(Quantity.TryParse(null, out _));
    }
}
