using System.Text.Json;

namespace Podclip.Agents.Transcripts;

/// <summary>Reads members that may be missing or of any type, as hostile output can have them.</summary>
internal static class JsonReading
{
    // Low enough that sums over a hostile output cannot overflow.
    private const long MaxCount = 1L << 40;

    extension(JsonElement element)
    {
        /// <summary>A member, or an undefined element when this is no object or has no such member.</summary>
        public JsonElement Member(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

        /// <summary>A member's text, or null when it is no string.</summary>
        public string? Text(string name) => element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        /// <summary>Whether a member is <c>true</c>.</summary>
        public bool IsTrue(string name) => element.Member(name).ValueKind == JsonValueKind.True;

        /// <summary>A member as a count, or null when it is no whole number from 0 to 2^40.</summary>
        public long? Count(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) && count is >= 0 and <= MaxCount
                ? count
                : null;

        /// <summary>A member as an amount, or null when it is no number from 0 to 10^12.</summary>
        public decimal? Amount(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var amount) && amount is >= 0 and <= 1_000_000_000_000m
                ? amount
                : null;

        /// <summary>The elements of an array, or none.</summary>
        public IEnumerable<JsonElement> Items() => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
    }
}
