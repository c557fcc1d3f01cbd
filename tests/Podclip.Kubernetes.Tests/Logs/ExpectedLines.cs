using System.Text;

namespace Podclip.Kubernetes.Tests.Logs;

/// <summary>The lines of a log with times, as <see cref="LogCollector"/> writes them, found without the follower's own code.</summary>
internal static class ExpectedLines
{
    public static IEnumerable<string> Of(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == lines.Length - 1 && lines[i].Length == 0)
            {
                yield break;
            }

            var blank = lines[i].IndexOf(' ', StringComparison.Ordinal);
            yield return ScriptedLog.Show(lines[i][..blank], Encoding.Latin1.GetBytes(lines[i][(blank + 1)..]), i == lines.Length - 1);
        }
    }
}
