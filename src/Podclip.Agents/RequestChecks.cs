using System.Text;

namespace Podclip.Agents;

/// <summary>Checks that every agent's command line needs.</summary>
internal static class RequestChecks
{
    /// <summary>Whether a prompt holds nothing but white space, or nothing at all.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> prompt)
    {
        while (!prompt.IsEmpty)
        {
            Rune.DecodeFromUtf8(prompt, out var rune, out var consumed);

            // JavaScript's trim, which decides in the agent, counts the byte order mark as white space.
            if (!Rune.IsWhiteSpace(rune) && rune.Value != 0xFEFF)
            {
                return false;
            }

            prompt = prompt[consumed..];
        }

        return true;
    }

    /// <summary>Adds what is wrong with an option's value, which must not be taken for an option itself.</summary>
    public static void AddOptionProblems(List<string> problems, string option, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add($"The {option} is blank.");
        }
        else if (value.StartsWith('-'))
        {
            problems.Add($"The {option} '{value}' begins with '-', so the agent would take it for an option.");
        }

        AddNulProblem(problems, $"The {option}", value);
    }

    /// <summary>Adds what is wrong with the session asked for.</summary>
    public static void AddSessionProblems(List<string> problems, AgentRequest request)
    {
        AddOptionProblems(problems, "session", request.SessionId);
        if (request is { SessionId: not null, Sessions: SessionStore.Ephemeral })
        {
            problems.Add("A session cannot be resumed where sessions end with their run.");
        }

        if (request.Sessions is SessionStore.Apart { Name: var name } && !(name.Length is > 0 and <= 200 && name[0] != '.' && name.All(IsOfFileName)))
        {
            problems.Add($"The name '{name}' for the agent's sessions may have at most 200 letters, digits, '-', '_' and '.', the first no '.'.");
        }

        static bool IsOfFileName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
    }

    /// <summary>Adds what is wrong with further arguments.</summary>
    public static void AddArgumentProblems(List<string> problems, IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            AddNulProblem(problems, $"Extra argument {i + 1}", arguments[i]);
        }
    }

    /// <summary>Whether arguments name an option: <c>--option</c> or <c>--option=value</c>.</summary>
    public static bool Names(IReadOnlyList<string> arguments, string option) =>
        arguments.Any(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal));

    private static void AddNulProblem(List<string> problems, string what, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add($"{what} holds a NUL character, which no program can be given.");
        }
    }
}
