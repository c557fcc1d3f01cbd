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
    public void S08_A_secret_is_blanked_out_in_every_form(string text)
    {
        var redacted = Redact($"before {text} between {text} after");
        Assert.DoesNotContain("canary", redacted, StringComparison.Ordinal);
        Assert.StartsWith("before ", redacted, StringComparison.Ordinal);
        Assert.EndsWith(" after", redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void S08_A_secret_inside_base64_is_blanked_out_at_any_offset()
    {
        for (var offset = 0; offset < 12; offset++)
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', offset) + Canary + "tail"));
            Assert.Contains("***", Redact(encoded), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void S08_A_secret_that_lies_across_two_pieces_of_a_line_is_blanked_out_wherever_it_is_cut()
    {
        var line = Encoding.UTF8.GetBytes($"before {Canary} between {Canary} after, and s3cr is no secret");
        var whole = Encoding.UTF8.GetString(new Redactor([Canary]).Redact(line).Span);
        for (var first = 0; first <= line.Length; first++)
        {
            for (var second = first; second <= line.Length; second += 7)
            {
                var redactor = new Redactor([Canary]);
                byte[] told = [.. redactor.RedactPiece(line.AsMemory(0, first), continues: true).Span, .. redactor.RedactPiece(line.AsMemory(first, second - first), continues: true).Span, .. redactor.RedactPiece(line.AsMemory(second), continues: false).Span];
                Assert.Equal(whole, Encoding.UTF8.GetString(told));
            }
        }
    }

    [Theory]
    [InlineData("key sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789 end", "key *** end")]
    [InlineData("\"ghp_abcdefghijklmnopqrstuvwxyz0123456789\"", "\"***\"")]
    [InlineData("AKIAIOSFODNN7EXAMPLE,AKIAIOSFODNN7EXAMPLE", "***,***")]
    [InlineData("Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r", "Bearer ***")]
    [InlineData("task-sk-ant-is-no-key", "task-sk-ant-is-no-key")]
    [InlineData("eyJub3QiOiJhIHRva2VuIiwibm90IjoiYSB0b2tlbiIsIm5vdCI6ImEgdG9rZW4ifQ", "eyJub3QiOiJhIHRva2VuIiwibm90IjoiYSB0b2tlbiIsIm5vdCI6ImEgdG9rZW4ifQ")]
    [InlineData("ghp_short", "ghp_short")]
    public void S08_What_has_the_shape_of_a_credential_is_blanked_out(string line, string told) => Assert.Equal(told, Redact(line));

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
