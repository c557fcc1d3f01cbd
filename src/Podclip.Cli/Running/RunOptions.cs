using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Podclip.Agents;
using Podclip.Cli.Commands;
using Podclip.Cli.Connection;

namespace Podclip.Cli.Running;

/// <summary>The arguments and options of <c>run</c> and <c>render</c>. All are text here: what they mean, and all that is wrong with them, is found in one place.</summary>
internal sealed class RunOptions
{
    private readonly Argument<string> _agent = new("AGENT")
    {
        Description = $"The agent: {string.Join(" or ", AgentCatalogue.All.Select(agent => agent.Name))}.",
        HelpName = string.Join('|', AgentCatalogue.All.Select(agent => agent.Name)),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string[]> _extra = new("EXTRA")
    {
        Description = "Further arguments for the agent's own command line, after --.",
        HelpName = "EXTRA",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _prompt = Text("--prompt", "TEXT", "What the agent is to do; for shell, the script.");
    private readonly Option<string> _promptFile = Text("--prompt-file", "FILE", "A file that holds the prompt; - for standard input.");
    private readonly Option<string> _agentName = Text("--agent", "NAME", "The agent's identity: one run at a time under one name, which also names HOME. Derived from the workspace by default; without either, nothing excludes the run.");
    private readonly Option<string> _home = Text("--home", "CLAIM", "The volume claim that holds HOME and with it the sessions, or 'none' for a HOME that ends with the run. podclip-home-<agent> by default, made on first use.");
    private readonly Option<string> _workspace = Text("--workspace", "DIR", "A folder of this machine, mounted at the same path (embedded cluster only).");
    private readonly Option<string> _model = Text("--model", "NAME", "The model; the agent's own choice by default. OpenCode's models are named PROVIDER/MODEL.");
    private readonly Option<string> _effort = Text("--effort", "LEVEL", "How hard the model is to think, in the agent's own words, such as high; OpenCode calls it a variant.");
    private readonly Option<string> _modelEndpoint = Text("--model-endpoint", "scripted|URL", "Where the model is: 'scripted' answers from files and needs no key; a URL replaces the agent's own.");
    private readonly Option<string> _session = Text("--session", "ID", "The session to resume; it is in an earlier run's result.");
    private readonly Option<string> _image = Text("--image", "IMAGE", "The container image; the agent's own by default.");
    private readonly Option<string> _environmentFile = Text("--env-file", "FILE", "A file with NAME=VALUE a line; NAME alone is taken from this shell.");
    private readonly Option<string> _cpu = Text("--cpu", "QUANTITY", "CPU to request, such as 500m or 2.");
    private readonly Option<string> _memory = Text("--memory", "QUANTITY", "Memory to request and allow, such as 2Gi.");
    private readonly Option<string> _serviceAccount = Text("--service-account", "NAME", "The pod's service account; its token is not mounted.");
    private readonly Option<bool> _detach = new("--detach") { Description = "Print the run's id once its pod is on its way, and leave it running; 'podclip attach' goes on." };

    private readonly Option<string[]> _variables = new("--env", "-e")
    {
        Description = "A variable for the agent; NAME alone is taken from this shell, which is the way for secrets. Repeatable.",
        HelpName = "NAME[=VALUE]",
    };

    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "A label for Job and Pod. Repeatable.",
        HelpName = "KEY=VALUE",
    };

    private readonly TimeOptions _times = new();
    private readonly ConnectionOptions _connection = new();

    /// <summary>Adds everything to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="canDetach">Whether the command starts something that could be left running.</param>
    /// <param name="images">Suggests image names for completion.</param>
    public void AddTo(Command command, bool canDetach, Func<IEnumerable<string>> images)
    {
        _agent.CompletionSources.Add([.. AgentCatalogue.All.Select(agent => agent.Name)]);
        _home.CompletionSources.Add("none");
        _modelEndpoint.CompletionSources.Add("scripted");
        _image.CompletionSources.Add((CompletionContext _) => images());

        command.Add(_agent);
        command.Add(_extra);
        Option[] options =
        [
            _prompt, _promptFile, _agentName, _home, _workspace, _model, _effort, _modelEndpoint, _session, _image, _variables, _environmentFile,
            _cpu, _memory, _serviceAccount, _labels,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }

        _times.AddTo(command);
        if (canDetach)
        {
            command.Add(_detach);
        }

        _connection.AddTo(command);
    }

    /// <summary>Reads everything.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <returns>The words.</returns>
    public RunArguments Read(ParseResult result)
    {
        // What stands after `--` is for the agent; anything more among the words is a mistake, such as a prompt without its option.
        var afterDashes = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        var words = result.GetValue(_extra) ?? [];
        var stray = Math.Max(0, words.Length - afterDashes);
        return new RunArguments
        {
            Agent = result.GetValue(_agent),
            Prompt = result.Word(_prompt),
            PromptFile = result.Word(_promptFile),
            AgentName = result.Word(_agentName),
            Home = result.Word(_home),
            Workspace = result.Word(_workspace),
            Model = result.Word(_model),
            Effort = result.Word(_effort),
            ModelEndpoint = result.Word(_modelEndpoint),
            Session = result.Word(_session),
            Image = result.Word(_image),
            Variables = result.Words(_variables),
            EnvironmentFile = result.Word(_environmentFile),
            Cpu = result.Word(_cpu),
            Memory = result.Word(_memory),
            ServiceAccount = result.Word(_serviceAccount),
            Labels = result.Words(_labels),
            Times = _times.Read(result),
            Detach = result.GetValue(_detach),
            Connection = _connection.Read(result),
            Extra = [.. words.Skip(stray)],
            Stray = [.. words.Take(stray)],
        };
    }

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
