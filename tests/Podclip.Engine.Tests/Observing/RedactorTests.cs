using System.Text;
using System.Text.Json;
using Podclip.Engine.Observing.Redaction;

namespace Podclip.Engine.Tests.Observing;

public class RedactorTests
{
    private const string Canary = "s3cr3t/\"ключ\"+canary==";

    public static TheoryData<string> Forms => new(
        Canary,
        JsonEncodedText.Encode(Canary).Value,
        Uri.EscapeDataString(Canary),
        "{\"text\":\"" + JsonEncodedText.Encode($"key is {Canary}!") + "\"}");

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_blanked_out_in_every_form(string text)
    {
        var redacted = Redact($"before {text} between {text} after");
        Assert.DoesNotContain("canary", redacted, StringComparison.Ordinal);
        Assert.StartsWith("before ", redacted, StringComparison.Ordinal);
        Assert.EndsWith(" after", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_inside_base64_is_blanked_out_at_any_offset()
    {
        for (var offset = 0; offset < 12; offset++)
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', offset) + Canary + "tail"));
            Assert.Contains("***", Redact(encoded), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_line_of_a_secret_of_several_lines_is_blanked_out()
    {
        var redactor = new Redactor(["-----BEGIN KEY-----\nMIIEabcdefgh\nIJKLmnopqrst\n-----END KEY-----"]);
        Assert.Equal("got ***", Encoding.UTF8.GetString(redactor.Redact("got IJKLmnopqrst"u8.ToArray()).Span));
    }

    [Fact]
    public void A_line_without_a_secret_is_the_same_memory()
    {
        ReadOnlyMemory<byte> line = "nothing to see here"u8.ToArray();
        Assert.Equal(line, new Redactor([Canary]).Redact(line));
    }

    private static string Redact(string line) => Encoding.UTF8.GetString(new Redactor([Canary]).Redact(Encoding.UTF8.GetBytes(line)).Span);
}
