namespace Podclip.Paperclip.Configuration;

/// <summary>The lines of a text area.</summary>
internal static class ConfigLines
{
    /// <summary>Those that say something: without blanks around them, blank ones and comments (<c>#</c>) left out.</summary>
    public static IEnumerable<string> Of(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && line[0] != '#');
}
