using System.Text;
using Podclip.Agents.Transcripts;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Lines for a terminal, made harmless before they are coloured.</summary>
/// <param name="colours">Whether to use ANSI colours.</param>
internal sealed class TerminalLines(bool colours)
{
    public const string Red = "\e[31m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
    public const string Blue = "\e[34m";
    public const string Cyan = "\e[36m";
    public const string Grey = "\e[90m";
    private const string Reset = "\e[0m";

    private readonly StringBuilder _text = new();

    /// <summary>All of them; null when there are none.</summary>
    public string? Text => _text.Length > 0 ? _text.ToString() : null;

    /// <summary>Adds a text, line by line; an empty one adds nothing.</summary>
    public void Add(string text, string? colour = null)
    {
        if (text.Length == 0)
        {
            return;
        }

        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Select(TerminalText.Neutralize))
        {
            _text.Append(_text.Length > 0 ? "\n" : "");
            _text.Append(colours && colour is not null ? $"{colour}{line}{Reset}" : line);
        }
    }
}
