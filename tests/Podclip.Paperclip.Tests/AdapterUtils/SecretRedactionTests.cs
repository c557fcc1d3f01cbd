using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Tests.AdapterUtils;

public sealed class SecretRedactionTests
{
    [Fact]
    public void The_kelvin_sign_is_no_k() => Assert.Equal("\u212aey=1", SecretRedaction.RedactCommandText("\u212aey=1"));
}
