using System.Buffers.Text;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>What bubblewrap tells on its status descriptor: a few small JSON documents, of which two numbers matter.</summary>
internal sealed class SandboxStatus
{
    private const int Limit = 16 * 1024;
    private readonly List<byte> _text = [];

    /// <summary>The process id of the container's process 1, or 0 when not told yet.</summary>
    public int ChildPid { get; private set; }

    /// <summary>The exit code, or null when not told: without it the program never started.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_text.Count + bytes.Length > Limit)
        {
            return;
        }

        _text.AddRange(bytes);
        var text = _text.ToArray().AsSpan();
        ChildPid = Number(text, "\"child-pid\":"u8) ?? 0;
        ExitCode = Number(text, "\"exit-code\":"u8);
    }

    private static int? Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var start = text.IndexOf(name);
        if (start < 0)
        {
            return null;
        }

        var rest = text[(start + name.Length)..].TrimStart((byte)' ');

        // A number is only whole when something follows it.
        return Utf8Parser.TryParse(rest, out int number, out var used) && used < rest.Length ? number : null;
    }
}
