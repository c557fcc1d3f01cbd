using System.Text;
using System.Text.Json;

namespace Podclip.EndToEnd.Tests;

/// <summary>What a finished <c>podclip</c> left.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="PeakKilobytes">The most memory it ever held.</param>
internal sealed record PodclipExit(int Code, byte[] Output, string Error, long PeakKilobytes)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public PodclipExit Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\n{Text}\n{Error}");
        return this;
    }
}
