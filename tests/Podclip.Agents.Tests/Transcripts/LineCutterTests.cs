using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Transcripts;

public sealed class LineCutterTests
{
    private const int Limit = 64;

    private static readonly Gen<byte[]> Chunk = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        Gen.Elements("\n"u8.ToArray(), "\r\n"u8.ToArray(), "a\nb"u8.ToArray(), new byte[Limit - 1], new byte[Limit], new byte[3 * Limit]));

    [Fact]
    public void The_same_bytes_are_the_same_lines_however_they_are_cut() => Prop.ForAll(Arb.From(Chunk.ArrayOf()), chunks =>
    {
        byte[] all = [.. chunks.SelectMany(chunk => chunk)];
        var lines = Cut(all.Chunk(1));
        Assert.Equal(lines, Cut([all]));
        Assert.Equal(lines, Cut(chunks));
        Assert.All(lines, line => Assert.True(line.Length <= 2 * Limit));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "<>")]
    [InlineData("a\n\nb", "<a><><b>")]
    [InlineData("a\r\nb\n", "<a\r><b>")]
    public void Lines_come_without_their_end_and_the_last_one_needs_none(string text, string expected) =>
        Assert.Equal(expected, string.Concat(Cut([Encoding.UTF8.GetBytes(text)]).Select(line => $"<{Encoding.UTF8.GetString(Convert.FromHexString(line))}>")));

    [Fact]
    public void A_line_longer_than_the_limit_is_cut_into_pieces() =>
        Assert.Equal([Limit * 2, Limit * 2, 20], Cut([new byte[(2 * Limit) + 10], "\n"u8.ToArray()]).Select(line => line.Length));

    private static List<string> Cut(IEnumerable<byte[]> chunks)
    {
        using var cutter = new LineCutter(Limit);
        List<string> lines = [];
        foreach (var chunk in chunks)
        {
            cutter.Write(chunk, line => lines.Add(Convert.ToHexString(line)));
        }

        cutter.Complete(line => lines.Add(Convert.ToHexString(line)));
        return lines;
    }
}
