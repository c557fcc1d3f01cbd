using System.Text.RegularExpressions;

namespace Podclip.Paperclip.Tests.Execution;

public partial class RefusalCodesTests
{
    [Fact]
    public void Each_code_of_a_run_that_was_refused_stands_in_the_documentation()
    {
        var root = Path.GetFullPath(Path.Combine(Fixtures.ProjectDirectory, "..", ".."));
        var documentation = File.ReadAllText(Path.Combine(root, "docs/paperclip-results.md"));
        var codes = Directory.GetFiles(Path.Combine(root, "src/Podclip.Paperclip/Execution"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(codes.Count > 10, "the sources name the codes");
        Assert.All(codes, code => Assert.Contains($"`{code}`", documentation, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"(?<code>(k8s|cluster|kubeconfig|podclip)_[a-z_]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
