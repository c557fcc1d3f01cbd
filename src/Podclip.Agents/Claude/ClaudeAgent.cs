using System.Globalization;
using Podclip.Agents.Claude.OutputFilter;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>Claude Code in print mode, with its stream of JSON events as output.</summary>
public sealed class ClaudeAgent : IAgent
{
    /// <summary>The version of Claude Code whose events the reader was checked against.</summary>
    public const string Version = "2.1.329";

    /// <summary>The image to run when none is named; <c>deploy/agents/claude/Containerfile</c> makes it.</summary>
    public const string Image = "podclip/claude:" + Version;

    private static readonly string[] ReservedOptions = ["--output-format", "--input-format"];

    /// <inheritdoc />
    public string Name => "claude";

    /// <inheritdoc />
    public string DisplayName => "Claude Code";

    /// <inheritdoc />
    public string DefaultImage => Image;

    /// <inheritdoc />
    public IReadOnlyList<string> InheritedVariables => ClaudeVariables.Inherited;

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<string>> CredentialVariables => ClaudeVariables.Credentials;

    /// <inheritdoc />
    public IReadOnlyList<string> SelectInherited(IReadOnlyDictionary<string, string> variables, string? model) => ClaudeVariables.Select(variables);

    /// <inheritdoc />
    public IReadOnlyList<string> AddressVariables => [ClaudeVariables.BaseUrl];

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> LeadTo(ModelAddress address) => ClaudeVariables.LeadTo(address);

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
        RequestChecks.AddArgumentProblems(problems, request.ExtraArguments);
        foreach (var option in ReservedOptions.Where(option => RequestChecks.Names(request.ExtraArguments, option)))
        {
            problems.Add($"The argument {option} is Podclip's own: it reads the agent's output as stream-json.");
        }

        if (request.MaxToolOutputBytes is not null && RequestChecks.Names(request.ExtraArguments, "--settings"))
        {
            problems.Add("The argument --settings cannot be given while tool output is cut: Claude Code takes one such file, and it holds the hook that cuts.");
        }

        if (request.MaxToolOutputBytes < 0)
        {
            problems.Add("The limit of tool output is negative.");
        }

        return problems;
    }

    /// <inheritdoc />
    public AgentLaunch PlanLaunch(AgentRequest request)
    {
        var problems = Validate(request);
        if (problems.Count > 0)
        {
            throw new AgentRequestException(problems);
        }

        List<string> arguments = ["claude", "--print", "--output-format", "stream-json", "--verbose"];
        if (request.SessionId is { } session)
        {
            arguments.AddRange(["--resume", session]);
        }

        if (request.Sessions is SessionStore.Ephemeral)
        {
            arguments.Add("--no-session-persistence");
        }

        if (request.SkipPermissions)
        {
            arguments.Add("--dangerously-skip-permissions");
        }

        if (request.Model is { } model)
        {
            arguments.AddRange(["--model", model]);
        }

        if (request.Effort is { } effort)
        {
            arguments.AddRange(["--effort", effort]);
        }

        if (request.MaxTurns is { } turns)
        {
            arguments.AddRange(["--max-turns", turns.ToString(CultureInfo.InvariantCulture)]);
        }

        var files = AddFiles(request, arguments);
        arguments.AddRange(request.Folders.SelectMany(folder => (string[])["--add-dir", folder]));
        arguments.AddRange(request.ExtraArguments);
        return new AgentLaunch
        {
            Arguments = arguments,
            Files = files,
            StandardInput = ToStandardInput(request.Prompt),
            Environment = ClaudeVariables.Defaults,
        };
    }

    /// <inheritdoc />
    public ITranscriptReader CreateReader() => new ClaudeTranscriptReader();

    private static List<LaunchFile> AddFiles(AgentRequest request, List<string> arguments)
    {
        List<LaunchFile> files = [];
        string Carry(string name, ReadOnlyMemory<byte> content)
        {
            files.Add(new LaunchFile(name, content));
            return $"{request.FileDirectory}/{name}";
        }

        if (request.Instructions is { } instructions)
        {
            // A resumed session would go on with the text of its first run otherwise.
            arguments.AddRange(["--append-system-prompt-file", Carry("instructions.md", instructions), "--system-prompt-snapshot", "off"]);
        }

        if (request.McpServers is { } servers)
        {
            arguments.AddRange(["--mcp-config", Carry("mcp.json", servers)]);
        }

        if (request.MaxToolOutputBytes is { } limit)
        {
            files.AddRange(ToolOutputFilter.Programs);
            arguments.AddRange(["--settings", Carry("settings.json", ToolOutputFilter.Settings(request.FileDirectory, limit))]);
        }

        return files;
    }

    // A prompt whose first byte is '/' would be run as a slash command; one newline in front is the only thing that stops that.
    private static ReadOnlyMemory<byte> ToStandardInput(ReadOnlyMemory<byte> prompt) =>
        prompt.Span[0] == (byte)'/' ? (byte[])[(byte)'\n', .. prompt.Span] : prompt;
}
