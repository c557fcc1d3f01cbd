namespace Podclip.Paperclip.JavaScript;

/// <summary>
/// <c>localeCompare</c> for the keys the host sorts: punctuation before digits before letters, case only to break a tie (small first). That is the
/// root collation's order for ASCII; other characters come after it by code, because culture data is not shipped with Podclip.
/// </summary>
internal sealed class JsCollation : IComparer<string>
{
    private const string Order = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

    public static JsCollation Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = x ?? "";
        var right = y ?? "";
        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var difference = Weight(left[index]).CompareTo(Weight(right[index]));
            if (difference != 0)
            {
                return difference;
            }
        }

        if (left.Length != right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return -string.CompareOrdinal(left, right);
    }

    private static int Weight(char unit)
    {
        var place = Order.IndexOf(char.ToLowerInvariant(unit), StringComparison.Ordinal);
        return unit == ' ' ? -1 : place >= 0 ? place : Order.Length + unit;
    }
}
