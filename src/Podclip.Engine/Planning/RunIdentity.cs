using System.Security.Cryptography;

namespace Podclip.Engine.Planning;

/// <summary>What makes one run different from any other with the same request.</summary>
/// <param name="RunId">The run: sortable by time, lower case, valid in names and labels.</param>
/// <param name="Nonce">The secret of the run's end marker.</param>
/// <param name="Owner">The id of the state directory that launches it.</param>
public sealed record RunIdentity(string RunId, string Nonce, string Owner)
{
    // Crockford's alphabet: sorts as the number does, and no letter looks like a digit.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new identity.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="owner">The id of the state directory.</param>
    /// <returns>The identity.</returns>
    public static RunIdentity Create(TimeProvider timeProvider, string owner)
    {
        Span<char> id = stackalloc char[14];
        var milliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 8; i >= 0; i--)
        {
            id[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        for (var i = 9; i < id.Length; i++)
        {
            id[i] = Alphabet[RandomNumberGenerator.GetInt32(32)];
        }

        return new RunIdentity(new string(id), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner);
    }
}
