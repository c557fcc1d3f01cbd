using System.Text;
using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Comparison;

/// <summary>Whether a log stream brought the recorded bytes and ended as recorded. How it was cut into pieces, and when each came, is of the moment.</summary>
internal static class LogComparison
{
    /// <summary>Null when they agree.</summary>
    public static string? Compare(Recording recording, LiveLog live) =>
        recording.Status != live.Status
            ? $"status: expected {recording.Status} but was {live.Status}"
            : Difference.Between(recording.AnswerHeader("content-type") ?? "", live.ContentType ?? "", "content type")
                ?? Difference.Between(recording.End ?? "", live.End ?? "", "end")
                ?? Compare(recording.Bytes, live.Bytes);

    /// <summary>Compares what two logs hold, less their times; lines of the two streams of a container that were written together have no order.</summary>
    public static string? Compare(byte[] then, byte[] now) => Difference.Between(Form(then), Form(now), "log");

    private static string Form(byte[] log)
    {
        // Latin-1 keeps every byte.
        var lines = CanonicalForm.OfText(Encoding.Latin1.GetString(log)).Split('\n');
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].Replace("err ", "line ", StringComparison.Ordinal) == lines[i + 1] && lines[i] != lines[i + 1])
            {
                (lines[i], lines[i + 1]) = (lines[i + 1], lines[i]);
            }
        }

        return string.Join('\n', lines);
    }
}
