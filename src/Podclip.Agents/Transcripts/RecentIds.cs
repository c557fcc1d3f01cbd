namespace Podclip.Agents.Transcripts;

/// <summary>Remembers the last few hundred event ids, so that an event delivered twice counts once.</summary>
internal sealed class RecentIds
{
    private const int Capacity = 512;
    private const int MaxIdLength = 128;
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the id is new among the recent ones. Overlong ids are no ids and always new.</summary>
    public bool Add(string id)
    {
        if (id.Length > MaxIdLength)
        {
            return true;
        }

        if (!_known.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Capacity)
        {
            _known.Remove(_order.Dequeue());
        }

        return true;
    }
}
