namespace Podclip.Agents.Transcripts;

/// <summary>The last few lines of an output that are not blank, each cut to a bounded length.</summary>
internal sealed class LastLines
{
    private const int Count = 20;
    private const int MaxLength = 2000;
    private readonly Queue<string> _lines = new(Count);

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        if (_lines.Count == Count)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(TextCut.Cut(line.TrimEnd(), MaxLength));
    }
}
