using Podclip.Agents.Transcripts;

namespace Podclip.Agents.OpenCode;

/// <summary>OpenCode's <c>run</c> command, with its JSON events as output.</summary>
public sealed class OpenCodeAgent : IAgent
{
    /// <summary>The version of OpenCode whose events the reader was checked against.</summary>
    public const string Version = "1.18.33";

    /// <summary>The image to run when none is named; <c>deploy/agents/opencode/Containerfile</c> makes it.</summary>
    public const string Image = "podclip/opencode:" + Version;

    // The first two change what is printed, the others where the run happens.
    private static readonly string[] ReservedOptions = ["--format", "--interactive", "-i", "--attach", "--command"];

    /// <inheritdoc />
    public string Name => "opencode";

    /// <inheritdoc />
    public string DisplayName => "OpenCode";

    /// <inheritdoc />
    public string DefaultImage => Image;

    /// <inheritdoc />
    public IReadOnlyList<string> InheritedVariables => OpenCodeVariables.Inherited;

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<string>> CredentialVariables => OpenCodeVariables.Credentials;

    /// <inheritdoc />
    public IReadOnlyList<string> AddressVariables => [OpenCodeVariables.ConfigContent];

    /// <inheritdoc />
    public IReadOnlyList<string> SelectInherited(IReadOnlyDictionary<string, string> variables, string? model) =>
        OpenCodeVariables.Select(variables, OpenCodeModel.Parse(model)?.Provider);

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> LeadTo(ModelAddress address) => OpenCodeEndpoint.LeadTo(address);

    /// <inheritdoc />
    public IReadOnlyList<string> Validate(AgentRequest request)
    {
        List<string> problems = [];
        if (RequestChecks.IsBlank(request.Prompt.Span))
        {
            problems.Add("The prompt is empty.");
        }

        RequestChecks.AddSessionProblems(problems, request);
        RequestChecks.AddOptionProblems(problems, "model", request.Model);
        RequestChecks.AddOptionProblems(problems, "effort", request.Effort);
        if (!string.IsNullOrWhiteSpace(request.Model) && OpenCodeModel.Parse(request.Model) is null)
        {
            problems.Add($"OpenCode's models are named PROVIDER/MODEL, as in anthropic/claude-sonnet-4-5; '{request.Model}' is not.");
        }

        RequestChecks.AddArgumentProblems(problems, request.ExtraArguments);
        foreach (var option in ReservedOptions.Where(option => RequestChecks.Names(request.ExtraArguments, option)))
        {
            problems.Add($"The argument {option} does not go with Podclip: it gives OpenCode a prompt on standard input, in its own pod, and reads its output as JSON.");
        }

        // OpenCode takes an option that is given twice for a list and falls over it.
        AddTwice(request.SessionId, "--session", "-s");
        AddTwice(request.Model, "--model", "-m");
        AddTwice(request.Effort, "--variant");
        return problems;

        void AddTwice(string? value, params string[] names)
        {
            if (value is not null && names.FirstOrDefault(name => RequestChecks.Names(request.ExtraArguments, name)) is { } twice)
            {
                problems.Add($"The argument {twice} is given already by an option of Podclip.");
            }
        }
    }

    /// <inheritdoc />
    public AgentLaunch PlanLaunch(AgentRequest request)
    {
        var problems = Validate(request);
        if (problems.Count > 0)
        {
            throw new AgentRequestException(problems);
        }

        List<string> arguments = ["opencode", "run", "--format", "json"];
        if (request.SessionId is { } session)
        {
            arguments.AddRange(["--session", session]);
        }
        else if (!RequestChecks.Names(request.ExtraArguments, "--title"))
        {
            // Without a title OpenCode asks a model for one, and does not tell what that cost.
            arguments.AddRange(["--title", "Podclip"]);
        }

        if (request.SkipPermissions)
        {
            arguments.Add("--auto");
        }

        if (request.Model is { } model)
        {
            arguments.AddRange(["--model", model]);
        }

        if (request.Effort is { } effort)
        {
            arguments.AddRange(["--variant", effort]);
        }

        arguments.AddRange(request.ExtraArguments);
        return new AgentLaunch
        {
            Arguments = arguments,
            StandardInput = ToStandardInput(request.Prompt),
            Environment = OpenCodeVariables.DefaultsFor(request.Sessions),
            HomeFolders = OpenCodeVariables.HomePlacesFor(request.Sessions),
        };
    }

    /// <inheritdoc />
    public ITranscriptReader CreateReader() => new OpenCodeTranscriptReader();

    // OpenCode takes one byte order mark away, and reads what begins with that of UTF-16 as such. Behind a mark of our own all
    // arrives as it is.
    private static ReadOnlyMemory<byte> ToStandardInput(ReadOnlyMemory<byte> prompt) => prompt.Span switch
    {
        [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => (byte[])[0xEF, 0xBB, 0xBF, .. prompt.Span],
        _ => prompt,
    };
}
