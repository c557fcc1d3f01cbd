using Podclip.Cli.Running;

namespace Podclip.Cli.Tests.Running;

public class SecretGuessTests
{
    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "x")]
    [InlineData("GITHUB_TOKEN", "x")]
    [InlineData("DB_PASSWORD", "x")]
    [InlineData("aws_secret_access_key", "x")]
    [InlineData("ANTHROPIC_AUTH_TOKEN", "x")]
    [InlineData("FOO", "sk-ant-api03-abc")]
    [InlineData("FOO", "ghp_abcdefghijkl")]
    [InlineData("DATABASE", "postgres://me:hunter2@db/x")]
    public void Secrets_are_suspected(string name, string value) => Assert.True(SecretGuess.LooksSecret(name, value));

    [Theory]
    [InlineData("GITHUB_TOKEN", "")]
    [InlineData("LOG_LEVEL", "debug")]
    [InlineData("KEYBOARD", "de")]
    [InlineData("TOKENIZER", "bpe")]
    [InlineData("MAX_THINKING_TOKENS", "1000")]
    [InlineData("SSH_AUTHOR", "me")]
    [InlineData("GOOGLE_CREDENTIALS_FILE", "/etc/x")]
    [InlineData("URL", "https://example.com/a@b")]
    public void Other_variables_are_not(string name, string value) => Assert.False(SecretGuess.LooksSecret(name, value));
}
