using System.Text.RegularExpressions;
using Podclip.Engine.Preflight;
using Podclip.Paperclip.EnvironmentTest;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

/// <summary><c>docs/environment-test.md</c> says what the test says: no code less, and none more.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Fixtures.ProjectDirectory, "..", "..", "docs", "environment-test.md"));

    private static IReadOnlyList<string> Documented { get; } = [.. Row().Matches(Page).Select(row => row.Groups["code"].Value)];

    [Fact]
    public void Every_code_has_its_row_and_every_row_its_code()
    {
        var codes = typeof(EnvironmentCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var expected = RequiredAccess.Needs.Select(AccessChecks.CodeOf).Concat(codes).ToList();
        Assert.True(expected.Count > 50);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_verb_stands_with_what_its_lack_comes_to() => Assert.All(RequiredAccess.Needs, need => Assert.Contains(
        $"| `{AccessChecks.CodeOf(need)}` | {need.Verb} {need.Resource} | {(need.Grade is AccessGrade.Required ? "error" : "warn")}",
        Page,
        StringComparison.Ordinal));

    /// <summary>The codes that operators know from the TypeScript adapters (claude_k8s 0.2.5, opencode_k8s 0.1.38, hermes_k8s 0.4.2), of verbs that are used here.</summary>
    [Theory]
    [InlineData("job_create", "job_delete", "job_get", "job_list", "pod_list", "pod_log", "secret_create", "secret_delete", "secret_get", "pvc_get", "pvc_create", "quota_list")]
    public void The_codes_of_old_stay(params string[] verbs) => Assert.Subset(
        RequiredAccess.Needs.Select(AccessChecks.CodeOf).ToHashSet(StringComparer.Ordinal),
        verbs.Select(verb => $"k8s_rbac_{verb}").ToHashSet(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `(?<code>\w+_\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
