namespace Podclip.Kubernetes.Client;

/// <summary>Waits between attempts: each up to twice the one before, with jitter so that many clients do not come back at once.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private TimeSpan _next;

    /// <summary>Waits between <paramref name="first"/> and <paramref name="longest"/>, less up to half by chance.</summary>
    public Backoff(TimeSpan first, TimeSpan longest)
    {
        _first = first;
        _longest = longest;
        _next = first;
    }

    /// <summary>Begins again with the first wait.</summary>
    public void Reset() => _next = _first;

    /// <summary>The next wait.</summary>
    /// <param name="asked">What the server asked for, or null. It is kept to, and exceeded by up to a quarter.</param>
    public TimeSpan Next(TimeSpan? asked = null)
    {
        var chance = Random.Shared.NextDouble();
        var wait = _next * (0.5 + (chance / 2));
        _next = _next * 2 < _longest ? _next * 2 : _longest;
        var least = asked is { } time ? time * (1 + (chance / 4)) : TimeSpan.Zero;
        return wait > least ? wait : least;
    }
}
