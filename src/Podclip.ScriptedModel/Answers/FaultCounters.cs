namespace Podclip.ScriptedModel.Answers;

/// <summary>Counts how often a fault has struck, per conversation, prompt and turn; forgets the oldest ones.</summary>
internal sealed class FaultCounters
{
    private const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Whether the fault strikes once more, and counts it if so.</summary>
    public bool Take(string key, int times)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(key, out var count))
            {
                _order.Enqueue(key);
                if (_order.Count > Capacity)
                {
                    _counts.Remove(_order.Dequeue());
                }
            }

            if (count >= times)
            {
                return false;
            }

            _counts[key] = count + 1;
            return true;
        }
    }
}
