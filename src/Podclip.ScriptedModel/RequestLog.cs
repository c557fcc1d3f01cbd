namespace Podclip.ScriptedModel;

/// <summary>The latest requests, bounded, so that an endpoint can serve for days.</summary>
internal sealed class RequestLog(TimeProvider time, Action<RecordedRequest>? onRequest)
{
    private const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private long _count;

    public IReadOnlyList<RecordedRequest> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public void Add(RecordedRequest request)
    {
        RecordedRequest numbered;
        lock (_lock)
        {
            numbered = request with { Number = ++_count, Time = time.GetUtcNow() };
            _requests.Enqueue(numbered);
            if (_requests.Count > Capacity)
            {
                _requests.Dequeue();
            }
        }

        onRequest?.Invoke(numbered);
    }
}
