using System.Text;

namespace Podclip.Kubernetes.Configuration.Plugins;

/// <summary>The last line that is not blank of what a command says, which is mostly why it failed. Whatever comes, little is kept.</summary>
internal static class LastLine
{
    private const int MaxBytes = 1024;

    /// <summary>Reads to the end, or until cancelled.</summary>
    /// <returns>The line without control characters, or null for none.</returns>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new List<byte>();
        var chunk = new byte[MaxBytes];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                kept.AddRange(chunk.AsSpan(0, read));
                kept.RemoveRange(0, Math.Max(0, kept.Count - MaxBytes));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What was said so far counts.
        }

        var line = Encoding.UTF8.GetString([.. kept]).Split('\n').LastOrDefault(l => !string.IsNullOrWhiteSpace(l))?.Trim();
        return line is null ? null : string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
