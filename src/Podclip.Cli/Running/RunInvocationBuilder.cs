using System.Text;
using Podclip.Agents;
using Podclip.Cli.Connection;
using Podclip.Cli.Embedded;
using Podclip.Engine;
using Podclip.Engine.Planning;

namespace Podclip.Cli.Running;

/// <summary>Understands a command line. Goes through all of it whatever it finds, so that every problem is named at once.</summary>
/// <param name="host">The process.</param>
internal sealed class RunInvocationBuilder(CliHost host)
{
    // Stands for a prompt that could not be read while the rest is checked; it is never run.
    private static readonly byte[] Placeholder = "?"u8.ToArray();

    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    /// <summary>All that is wrong; empty when the invocation can be run.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>How a cluster is chosen; tests give their own.</summary>
    public ClusterSelector Selector { get; init; } = new(host);

    /// <summary>Understands a command line.</summary>
    /// <param name="arguments">Its words.</param>
    /// <param name="needsCredentials">Whether the agent is to run, and so needs a model.</param>
    /// <param name="cancellationToken">Ends the reading of standard input.</param>
    /// <returns>The invocation; null when no agent is known. It must not be run when there are problems.</returns>
    public async Task<RunInvocation?> BuildAsync(RunArguments arguments, bool needsCredentials, CancellationToken cancellationToken)
    {
        foreach (var word in arguments.Stray)
        {
            _problems.Add(word.StartsWith('-')
                ? $"'{word}' is no option of this command; options for the agent come after --."
                : $"'{word}' belongs nowhere: a prompt is given with --prompt, and arguments for the agent come after --.");
        }

        var agent = FindAgent(arguments.Agent);
        var prompt = await ReadPromptAsync(arguments, cancellationToken);
        var cluster = Selector.Select(arguments.Connection, _problems);
        var workspace = CheckWorkspace(arguments.Workspace, cluster);
        var endpoint = ReadEndpoint(arguments, cluster);
        var own = await ReadVariablesAsync(arguments, cancellationToken);
        var times = arguments.Times.Parse(_problems);
        if (agent is null)
        {
            ReadLabels(arguments);
            return null;
        }

        var identity = AgentIdentity.Resolve(agent.Name, arguments.AgentName, arguments.Home, workspace);
        if (arguments.Session is not null && identity.Home is HomeVolume.Ephemeral)
        {
            _problems.Add("--session needs the HOME that holds the session: name it with --agent, --workspace or --home, as the earlier run did.");
        }

        var request = times.ApplyTo(new RunRequest
        {
            Agent = agent,
            Prompt = prompt ?? Placeholder,
            AgentName = identity.Name,
            Home = identity.Home,
            Workspace = workspace,
            Model = arguments.Model,
            Effort = arguments.Effort,
            SessionId = arguments.Session,
            Image = arguments.Image,
            Environment = MergeVariables(agent, arguments.Model, own, endpoint, needsCredentials),
            Labels = ReadLabels(arguments),
            Pod = PodOf(arguments),
            ServiceAccountName = arguments.ServiceAccount,
            ExtraArguments = arguments.Extra,
        });
        _problems.AddRange(RunRequestValidator.Validate(request));
        return new RunInvocation
        {
            Request = request,
            Cluster = cluster,
            Namespace = arguments.Connection.Namespace,
            Endpoint = endpoint,
            Detach = arguments.Detach,
            Warnings = _warnings,
        };
    }

    private IAgent? FindAgent(string? name)
    {
        if (name is not null && AgentCatalogue.TryGet(name, out var agent))
        {
            return agent;
        }

        var known = string.Join(" or ", AgentCatalogue.All.Select(each => each.Name));
        _problems.Add(name is null ? $"Which agent? Name {known}." : $"There is no agent '{name}'; name {known}.");
        return null;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadPromptAsync(RunArguments arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case { Prompt: not null, PromptFile: not null }:
                _problems.Add("--prompt and --prompt-file exclude each other.");
                return null;
            case { Prompt: { } text }:
                return Encoding.UTF8.GetBytes(text);
            case { PromptFile: "-" }:
                return await ReadInputAsync(cancellationToken);
            case { PromptFile: { } file }:
                return await ReadFileAsync("--prompt-file", file, cancellationToken) is { } bytes ? (ReadOnlyMemory<byte>?)bytes : null;
            default:
                _problems.Add("There is no prompt: give --prompt TEXT or --prompt-file FILE (- for standard input).");
                return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (host.Terminal.InputIsTerminal)
        {
            await host.Terminal.Error.WriteLineAsync("podclip: type the prompt; Ctrl-D on an empty line ends it.");
        }

        await using var input = host.Terminal.OpenInput();
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private async Task<byte[]?> ReadFileAsync(string option, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(host.Absolute(file), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{option}: {e.Message}");
            return null;
        }
    }

    private string? CheckWorkspace(string? folder, ClusterChoice cluster)
    {
        if (folder is null)
        {
            return null;
        }

        var path = Path.TrimEndingDirectorySeparator(host.Absolute(folder));
        if (cluster is not ClusterChoice.Embedded)
        {
            _problems.Add($"--workspace needs the embedded cluster for now: {cluster.Describe()} cannot see the folders of this machine.");
        }
        else if (!Directory.Exists(path))
        {
            _problems.Add($"--workspace: there is no folder {path}.");
        }
        else if (Contains(path, host.State.Path))
        {
            _problems.Add($"--workspace {path} holds Podclip's own state ({host.State.Path}), where an agent could read the keys of the cluster and of other runs: choose a folder further down, or set PODCLIP_HOME.");
        }

        else if (Environment.IsPrivilegedProcess && UnixFiles.OwnerOf(path) == 0)
        {
            // Pods are never root: where root runs the cluster they become the workspace's owner, or an ordinary user.
            _warnings.Add($"{path} belongs to root and the agent does not run as root, so it may be unable to write there; give the folder to an ordinary user with chown.");
        }

        return path;
    }

    private static bool Contains(string folder, string path) =>
        folder == "/" || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private ModelEndpoint ReadEndpoint(RunArguments arguments, ClusterChoice cluster)
    {
        switch (arguments.ModelEndpoint)
        {
            case null:
                return new ModelEndpoint.Own();
            case "scripted":
                if (arguments.Detach)
                {
                    _problems.Add("--model-endpoint scripted answers from this process, so it cannot be left with --detach; run 'podclip model serve' and name its address.");
                }

                if (cluster is not ClusterChoice.Embedded)
                {
                    _problems.Add($"--model-endpoint scripted answers on this machine's loopback, which pods of {cluster.Describe()} cannot reach: run 'podclip model serve' where they can, and name its address.");
                }

                return new ModelEndpoint.Scripted();
            case var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https":
                return new ModelEndpoint.At(new Uri(arguments.ModelEndpoint));
            default:
                _problems.Add($"--model-endpoint {arguments.ModelEndpoint} is neither 'scripted' nor an http(s) address.");
                return new ModelEndpoint.Own();
        }
    }

    private async Task<RunEnvironment> ReadVariablesAsync(RunArguments arguments, CancellationToken cancellationToken)
    {
        var environment = new RunEnvironment(host.Variables);
        if (arguments.EnvironmentFile is { } file && await ReadFileAsync("--env-file", file, cancellationToken) is { } bytes)
        {
            environment.Add($"--env-file {file}:", EnvironmentFile.Read(file, Encoding.UTF8.GetString(bytes), _problems), _problems);
        }

        List<KeyValuePair<string, string?>> settings = [];
        foreach (var (name, value) in arguments.Variables.Select(RunEnvironment.Split))
        {
            if (!RunEnvironment.IsName(name))
            {
                _problems.Add($"-e {(name.Length == 0 ? "=…" : name)}: this is no name for a variable.");
                continue;
            }

            settings.Add(new(name, value));
            if (value is not null && SecretGuess.LooksSecret(name, value))
            {
                _warnings.Add($"-e {name}=… puts what looks like a secret on the command line, where others on this machine can read it: export it and pass -e {name}, or use --env-file.");
            }
        }

        environment.Add("-e", settings, _problems);
        return environment;
    }

    private IReadOnlyDictionary<string, string> MergeVariables(IAgent agent, string? model, RunEnvironment own, ModelEndpoint endpoint, bool needsCredentials)
    {
        if (agent.CredentialVariables.Count == 0)
        {
            if (endpoint is not ModelEndpoint.Own)
            {
                _problems.Add($"--model-endpoint: {agent.Name} uses no model.");
            }

            return own.WithInherited(agent, model);
        }

        var conflicting = endpoint is ModelEndpoint.Own ? [] : agent.AddressVariables.Where(own.Own().ContainsKey).ToList();
        foreach (var name in conflicting)
        {
            _problems.Add($"--model-endpoint and the variable {name} both say where the model is; leave one out.");
        }

        switch (endpoint)
        {
            case ModelEndpoint.Scripted:
                // Nothing is inherited: a real key, a proxy or a cloud's switch would lead the agent past the script.
                return own.Own();
            case ModelEndpoint.At(var address):
                var redirected = new Dictionary<string, string>(own.WithInherited(agent, model), StringComparer.Ordinal);
                foreach (var (name, value) in Lead(agent, new ModelAddress { Url = address, Model = model }))
                {
                    redirected[name] = value;
                }

                CheckCredentials(agent, redirected, needsCredentials);
                return redirected;
            default:
                var merged = own.WithInherited(agent, model);
                CheckCredentials(agent, merged, needsCredentials);
                return merged;
        }
    }

    private IReadOnlyDictionary<string, string> Lead(IAgent agent, ModelAddress address)
    {
        try
        {
            return agent.LeadTo(address);
        }
        catch (AgentRequestException e)
        {
            _problems.AddRange(e.Problems);
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private void CheckCredentials(IAgent agent, IReadOnlyDictionary<string, string> variables, bool needed)
    {
        if (!needed || agent.CredentialVariables.Any(set => set.All(name => variables.GetValueOrDefault(name) is { Length: > 0 })))
        {
            return;
        }

        var known = string.Join("; ", agent.CredentialVariables.Select(set => string.Join(" and ", set)));
        _problems.Add($"{agent.DisplayName} has no credential for its model. Export one of these, or pass it with -e or --env-file: {known}. To try Podclip without a key: --model-endpoint scripted.");
    }

    private static PodOptions PodOf(RunArguments arguments)
    {
        PodOptions usual = new();
        return usual with
        {
            Requests = new Dictionary<string, string>(usual.Requests, StringComparer.Ordinal)
            {
                ["cpu"] = arguments.Cpu ?? usual.Requests["cpu"],
                ["memory"] = arguments.Memory ?? usual.Requests["memory"],
            },
            Limits = new Dictionary<string, string>(usual.Limits, StringComparer.Ordinal) { ["memory"] = arguments.Memory ?? usual.Limits["memory"] },
        };
    }

    private Dictionary<string, string> ReadLabels(RunArguments arguments)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (var (key, value) in arguments.Labels.Select(RunEnvironment.Split))
        {
            if (value is null || key.Length == 0)
            {
                _problems.Add($"--label {key} is not KEY=VALUE.");
            }
            else if (!labels.TryAdd(key, value))
            {
                _problems.Add($"--label {key} is given twice.");
            }
        }

        return labels;
    }
}
