using System.Text.RegularExpressions;

namespace Podclip.Paperclip.Tests.Adapters;

public partial class CompatibilityDocumentTests
{
    [Fact]
    public void Each_test_that_the_documentation_names_is_there()
    {
        var root = Path.GetFullPath(Path.Combine(Fixtures.ProjectDirectory, "..", ".."));
        var named = TestName().Matches(File.ReadAllText(Path.Combine(root, "docs", "compatibility.md"))).Select(match => match.Groups["name"].Value).Distinct().ToList();
        var tests = string.Concat(Directory.GetFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.True(named.Count > 30, "the documentation names tests");
        Assert.All(named, name => Assert.Contains($" {name}(", tests, StringComparison.Ordinal));
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
