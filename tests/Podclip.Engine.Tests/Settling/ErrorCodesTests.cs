using System.Reflection;
using System.Runtime.CompilerServices;
using Podclip.Engine.Settling;

namespace Podclip.Engine.Tests.Settling;

public class ErrorCodesTests
{
    public static TheoryData<string> Codes => [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => (string)code.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_code_stands_in_the_documentation_with_its_cause_and_remedy(string code) =>
        Assert.Contains(File.ReadLines(Document()), line => line.StartsWith($"| `{code}` ", StringComparison.Ordinal) && line.Split('|').Length == 6);

    private static string Document([CallerFilePath] string here = "") => Path.GetFullPath("../../../docs/errors.md", Path.GetDirectoryName(here)!);
}
