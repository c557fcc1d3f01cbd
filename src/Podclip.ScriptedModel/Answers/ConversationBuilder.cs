using System.Security.Cryptography;
using System.Text;

namespace Podclip.ScriptedModel.Answers;

/// <summary>
/// Puts a conversation together, message by message. Prompts are told from what an agent writes by itself in the user's place, so
/// that a script is chosen by what a person asked.
/// </summary>
internal sealed class ConversationBuilder
{
    // System prompt and tool list of an agent take about so much.
    private const long BaseTokens = 2000;

    // Claude Code's words and OpenCode's, in this order: the second is a part of no other line of either.
    private static readonly string[] WorkingDirectoryLabels = ["Primary working directory: ", "  Working directory: "];

    // What Claude Code 2.1.329 and OpenCode 1.18.33 say to the model in the user's place.
    private static readonly string[] AgentTexts =
    [
        "<system-reminder>", "<task-notification>", "[Your previous response", "[SYSTEM NOTIFICATION", "[Request interrupted",
        "Output token limit hit.", "Your response above was stopped", "Continue if you have next steps",
    ];

    private readonly List<string> _prompts = [];
    private string? _workingDirectory;
    private string? _lastToolResult;
    private int _answers;
    private long _characters;

    /// <summary>The model has answered.</summary>
    public void AddAnswer(IEnumerable<string> texts)
    {
        _answers++;
        _characters += texts.Sum(text => (long)text.Length);
    }

    /// <summary>A tool has.</summary>
    public void AddToolResult(string text)
    {
        _lastToolResult = text;
        _characters += text.Length;
    }

    /// <summary>The user has spoken, or the agent in the user's place.</summary>
    public void AddPrompt(IEnumerable<string> texts)
    {
        var asked = texts.Where(text => !AgentTexts.Any(start => text.TrimStart().StartsWith(start, StringComparison.Ordinal))).ToArray();
        if (asked.Length == 0)
        {
            return;
        }

        var prompt = string.Join('\n', asked);
        _prompts.Add(prompt);
        _characters += prompt.Length;
        _answers = 0;
        _lastToolResult = null;
    }

    /// <summary>The agent describes where it is.</summary>
    public void AddEnvironment(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var label in WorkingDirectoryLabels)
            {
                if (text.IndexOf(label, StringComparison.Ordinal) is >= 0 and var start)
                {
                    var line = text.AsSpan(start + label.Length);
                    var end = line.IndexOf('\n');
                    _workingDirectory = (end < 0 ? line : line[..end]).Trim().ToString();
                    break;
                }
            }
        }
    }

    /// <summary>The conversation.</summary>
    /// <param name="sessionId">The session the request's headers name, or null.</param>
    /// <param name="model">The model asked for, or null.</param>
    public Conversation Build(string? sessionId, string? model)
    {
        var prompt = _prompts.Count > 0 ? _prompts[^1] : "";
        return new Conversation
        {
            // A subagent may have its parent's session, but has a prompt of its own.
            Key = $"{sessionId}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)))}",
            Model = model ?? "scripted",
            Prompt = prompt,
            EarlierPrompts = Math.Max(0, _prompts.Count - 1),
            AnswersSincePrompt = _answers,
            WorkingDirectory = _workingDirectory,
            LastToolResult = _lastToolResult,
            InputTokens = BaseTokens + (_characters / 4),
        };
    }
}
