namespace Podclip.ScriptedModel.Answers;

/// <summary>Cuts a text as a stream delivers it.</summary>
internal static class TextPieces
{
    private const int Length = 4096;

    /// <summary>The pieces of a text up to an end; none splits a character.</summary>
    public static IEnumerable<ReadOnlyMemory<char>> Of(string text, int end)
    {
        for (var at = 0; at < end;)
        {
            var length = Math.Min(Length, end - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1]))
            {
                length = length == 1 ? 2 : length - 1;
            }

            yield return text.AsMemory(at, length);
            at += length;
        }
    }
}
