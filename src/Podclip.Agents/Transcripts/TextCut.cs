namespace Podclip.Agents.Transcripts;

/// <summary>Shortens text without splitting a surrogate pair.</summary>
internal static class TextCut
{
    /// <summary>The text, or its first <paramref name="maxLength"/> characters and an ellipsis.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
