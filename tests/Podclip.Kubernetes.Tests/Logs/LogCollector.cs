using Podclip.Kubernetes.Logs;

namespace Podclip.Kubernetes.Tests.Logs;

/// <summary>What a follower yielded, as text.</summary>
internal sealed class LogCollector
{
    private readonly LogPositionTracker _tracker = new();

    public List<string> Lines { get; } = [];

    public List<LogItem> Others { get; } = [];

    public LogPosition Position => _tracker.Current;

    public IEnumerable<string> Kinds => Others.Select(o => o.GetType().Name);

    public void Add(IReadOnlyList<LogItem> batch)
    {
        Assert.NotEmpty(batch);
        foreach (var item in batch)
        {
            if (item is LogItem.Line(var line))
            {
                Lines.Add(ScriptedLog.Show(line.RawTimestamp, line.Bytes.Span, line.IsPartial));
                _tracker.Add(line);
            }
            else
            {
                Others.Add(item);
            }
        }
    }

    public async Task<LogCollector> ReadAsync(IAsyncEnumerable<IReadOnlyList<LogItem>> batches)
    {
        await foreach (var batch in batches)
        {
            Add(batch);
        }

        return this;
    }
}
