using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Shell;

/// <summary>The smallest agent: the prompt is a script for <c>sh</c>.</summary>
/// <remarks>
/// The shell reads the script from its standard input, so it arrives unchanged and of any size. A command in the script that
/// reads standard input itself therefore reads the rest of the script; give such a command <c>&lt; /dev/null</c>.
/// Extra arguments become <c>$1</c>, <c>$2</c>, ….
/// </remarks>
public sealed class ShellAgent : IAgent
{
    /// <inheritdoc />
    public string Name => "shell";

    /// <inheritdoc />
    public string DisplayName => "Shell script";

    /// <inheritdoc />
    public string DefaultImage => "debian:12-slim";

    /// <inheritdoc />
    public IReadOnlyList<string> InheritedVariables => [];

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<string>> CredentialVariables => [];

    /// <inheritdoc />
    public IReadOnlyList<string> Validate(AgentRequest request)
    {
        List<string> problems = [];
        if (RequestChecks.IsBlank(request.Prompt.Span))
        {
            problems.Add("The script is empty.");
        }

        if (request.SessionId is not null)
        {
            problems.Add("A shell script has no session to resume.");
        }

        if (request.Model is not null || request.Effort is not null)
        {
            problems.Add("A shell script uses no model.");
        }

        RequestChecks.AddArgumentProblems(problems, request.ExtraArguments);
        return problems;
    }

    /// <inheritdoc />
    public AgentLaunch PlanLaunch(AgentRequest request)
    {
        var problems = Validate(request);
        return problems.Count > 0
            ? throw new AgentRequestException(problems)
            : new AgentLaunch
            {
                Arguments = ["sh", "-s", "--", .. request.ExtraArguments],
                StandardInput = request.Prompt,
            };
    }

    /// <inheritdoc />
    public ITranscriptReader CreateReader() => new ShellTranscriptReader();
}
