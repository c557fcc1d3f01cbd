using System.Runtime.CompilerServices;
using Podclip.Engine.Preflight;

namespace Podclip.Engine.Tests.Preflight;

public class RequiredAccessTests
{
    [Fact]
    public void The_manifest_for_administrators_is_this_Role()
    {
        var path = Path.Combine(Repository(), "deploy", "rbac.yaml");
        var role = RequiredAccess.Yaml(ns: null);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            var comment = string.Concat(File.Exists(path) ? File.ReadLines(path).TakeWhile(line => line.StartsWith('#')).Select(line => line + "\n") : []);
            File.WriteAllText(path, comment + role);
        }

        Assert.Equal(role, string.Join('\n', File.ReadAllText(path).Split('\n').SkipWhile(line => line.StartsWith('#'))));
    }

    [Theory]
    [InlineData("system:serviceaccount:agents:runner", "podclip-runner", "kind: ServiceAccount\n  name: runner\n  namespace: agents\n")]
    [InlineData("system:serviceaccount:other:runner", "podclip-other-runner", "kind: ServiceAccount\n  name: runner\n  namespace: other\n")]
    [InlineData("ann@example.com", "podclip-71d4f55f", "apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: ann@example.com\n")]
    public void A_user_gets_a_binding_of_its_own(string user, string name, string subject)
    {
        var yaml = RequiredAccess.Yaml("agents", user);
        Assert.Contains($"  name: {name}\n  namespace: agents\n", yaml, StringComparison.Ordinal);
        Assert.EndsWith($"subjects:\n- {subject}", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void No_verb_is_asked_for_twice_and_each_that_makes_runs_worse_says_how()
    {
        Assert.Distinct(RequiredAccess.Needs.Select(need => need.ToString()));
        Assert.All(RequiredAccess.Needs, need => Assert.Equal(need.Grade is AccessGrade.Preferred, need.Purpose is not null));
    }

    [Fact]
    public void Every_code_stands_in_the_documentation()
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "docs", "doctor.md"));
        var codes = typeof(FindingCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.True(codes.Count > 20);
        Assert.All(codes, code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    private static string Repository([CallerFilePath] string test = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", ".."));
}
