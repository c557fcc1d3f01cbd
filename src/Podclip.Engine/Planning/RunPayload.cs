namespace Podclip.Engine.Planning;

/// <summary>
/// What a run carries in its Secrets, cut so that each fits the API server's limit of 1 MiB of data. The first Secret is the
/// guard, so small payloads need one request.
/// </summary>
internal sealed class RunPayload
{
    // 1,048,576 bytes of values are allowed; the rest is left to keys and metadata.
    private const int Capacity = 1_000_000;

    private readonly List<Dictionary<string, byte[]>> _secrets = [[]];
    private int _used;

    /// <summary>The data of each Secret, the guard's first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, byte[]>> Secrets => _secrets;

    /// <summary>Puts a value of at most <see cref="Capacity"/> bytes in; returns the Secret's index.</summary>
    public int Add(string key, byte[] value)
    {
        if (_used + value.Length > Capacity && _used > 0)
        {
            _secrets.Add([]);
            _used = 0;
        }

        _secrets[^1].Add(key, value);
        _used += value.Length;
        return _secrets.Count - 1;
    }

    /// <summary>Puts content in that must not be cut; null when no Secret can hold it.</summary>
    public (int Secret, string Key)? AddWhole(string name, ReadOnlyMemory<byte> content)
    {
        var key = $"{name}.000";
        return content.Length <= Capacity ? (Add(key, content.ToArray()), key) : null;
    }

    /// <summary>Puts content of any size in, in pieces; returns each piece's Secret index and key.</summary>
    public IReadOnlyList<(int Secret, string Key)> AddPieces(string name, ReadOnlyMemory<byte> content)
    {
        var pieces = new List<(int, string)>();
        var rest = content;
        do
        {
            // Room that is nearly gone would only make one more tiny piece.
            var room = Capacity - _used;
            var length = Math.Min(rest.Length, room < 1000 ? Capacity : room);
            var key = FormattableString.Invariant($"{name}.{pieces.Count:D3}");
            pieces.Add((Add(key, rest[..length].ToArray()), key));
            rest = rest[length..];
        }
        while (rest.Length > 0);

        return pieces;
    }
}
