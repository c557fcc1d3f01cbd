using Podclip.Engine.Observing;

namespace Podclip.Engine.Admission;

/// <summary>The places of an engine: how many runs may be under way at once. Who asked first gets the next free place.</summary>
/// <param name="count">How many; null for no limit.</param>
internal sealed class RunSlots(int? count)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _waiting = [];
    private readonly Pulse _moved = new();
    private int _taken;

    /// <summary>How many there are; null for no limit.</summary>
    public int? Count => count;

    /// <summary>Takes a place as soon as it is this caller's turn.</summary>
    /// <param name="report">Told the position in the queue, 1 being the next, whenever it changes.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    /// <returns>The place; disposing frees it.</returns>
    public async Task<IDisposable> TakeAsync(Action<int> report, CancellationToken cancellationToken)
    {
        var slot = new Slot(this);
        lock (_lock)
        {
            _waiting.AddLast(slot);
            GiveFree();
        }

        try
        {
            for (var told = 0; ;)
            {
                var moved = _moved.Next;
                if (PositionOf(slot) is not { } position)
                {
                    return slot;
                }

                if (position != told)
                {
                    told = position;
                    report(position);
                }

                await moved.WaitAsync(cancellationToken);
            }
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private int? PositionOf(Slot slot)
    {
        lock (_lock)
        {
            return _waiting.Contains(slot) ? _waiting.TakeWhile(other => other != slot).Count() + 1 : null;
        }
    }

    private void GiveFree()
    {
        while (_waiting.First is not null && (count is null || _taken < count))
        {
            _waiting.RemoveFirst();
            _taken++;
        }

        _moved.Beat();
    }

    private void Free(Slot slot)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(slot))
            {
                _taken--;
            }

            GiveFree();
        }
    }

    private sealed class Slot(RunSlots slots) : IDisposable
    {
        private RunSlots? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Free(this);
    }
}
