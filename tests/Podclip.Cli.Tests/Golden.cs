using System.Runtime.CompilerServices;

namespace Podclip.Cli.Tests;

/// <summary>Compares text with a file beside the test; <c>UPDATE_GOLDEN=1</c> writes the file instead.</summary>
internal static class Golden
{
    public static void Matches(string actual, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name + ".golden");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
