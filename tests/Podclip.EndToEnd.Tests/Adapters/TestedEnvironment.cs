namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>What <c>podclip adapter test -o json</c> told.</summary>
/// <param name="Status">The status.</param>
/// <param name="Checks">The checks.</param>
/// <param name="ExitCode">The command's exit code.</param>
internal sealed record TestedEnvironment(string Status, IReadOnlyList<TestedEnvironment.Check> Checks, int ExitCode)
{
    /// <summary>Codes and levels of what is not as it should be.</summary>
    public IEnumerable<(string Code, string Level)> Problems => Checks.Where(check => check.Level != "info").Select(check => (check.Code, check.Level));

    /// <summary>The one check with a code.</summary>
    public Check Only(string code)
    {
        var found = Checks.Where(check => check.Code == code).ToList();
        Assert.True(found.Count == 1, $"{found.Count} checks are {code}, of:\n{string.Join('\n', Checks)}");
        return found[0];
    }

    public static TestedEnvironment Of(PodclipExit exit)
    {
        var result = exit.Json;
        Assert.Equal("claude_k8s", result.GetProperty("adapterType").GetString());
        Assert.True(result.GetProperty("testedAt").TryGetDateTimeOffset(out _));
        return new TestedEnvironment(
            result.GetProperty("status").GetString()!,
            [
                .. result.GetProperty("checks").EnumerateArray().Select(check => new Check(
                    check.GetProperty("code").GetString()!,
                    check.GetProperty("level").GetString()!,
                    check.GetProperty("message").GetString()!,
                    check.TryGetProperty("hint", out var hint) ? hint.GetString() : null,
                    check.TryGetProperty("detail", out var detail) ? detail.GetString() : null)),
            ],
            exit.Code);
    }

    public sealed record Check(string Code, string Level, string Message, string? Hint, string? Detail);
}
