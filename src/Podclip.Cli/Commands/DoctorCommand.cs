using System.CommandLine;
using System.Text.Json;
using Podclip.Cli.Completion;
using Podclip.Cli.Connection;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Cli.Terminal;
using Podclip.Engine;
using Podclip.Engine.Preflight;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip doctor</c>.</summary>
internal sealed class DoctorCommand : CliCommand
{
    // Any agent's Job asks the same of a cluster; this one needs nothing else.
    private const string AnyAgent = "shell";
    private const string AnyPrompt = "true";

    private readonly RunOptions _options = new();
    private readonly OutputOption _output = new(
        "text: for people; json: one report object; yaml: nothing but the documents that mend what was found, for kubectl apply -f -.",
        OutputFormat.Text,
        OutputFormat.Json,
        OutputFormat.Yaml);

    private readonly Option<string> _requestTimeout = new("--request-timeout")
    {
        Description = "How long the cluster may take for an answer; by default 1500ms for a connection and 5s for a request.",
        HelpName = "TIME",
    };

    public DoctorCommand(CliHost host)
        : base(host, "doctor", "Find out whether a run would work, without running anything: say 'doctor' in place of 'run'. Each finding comes with what mends it.")
    {
        _options.AddTo(this, canDetach: false, () => DynamicCompletions.Images(host));
        Add(_requestTimeout);
        _output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "doctor",
        "doctor --context staging -n agents",
        "doctor claude --agent reviewer --context staging -n agents --service-account agent",
        "doctor --context staging -n agents -o yaml | kubectl --context staging apply -f -",
        "doctor -o json",
    ];

    public override async Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        (await ParseAsync(result, cancellationToken)).Problems;

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (invocation, format, timeout, problems) = await ParseAsync(result, cancellationToken);
        if (invocation is null || problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        foreach (var warning in invocation.Warnings)
        {
            await Host.Terminal.Error.WriteLineAsync($"podclip: {warning}");
        }

        var (report, exitCode) = await CheckAsync(invocation, timeout, cancellationToken);
        switch (format)
        {
            case OutputFormat.Json:
                await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(report, PreflightJson.Readable.PreflightReport));
                break;
            case OutputFormat.Yaml:
                await Host.Terminal.Out.WriteAsync(PreflightText.Documents(report));
                PreflightText.WriteFindings(TerminalConsole.ForError(Host.Terminal), report, invocation.Cluster.Describe());
                break;
            default:
                PreflightText.Write(TerminalConsole.ForOut(Host.Terminal), report, invocation.Cluster.Describe());
                break;
        }

        return exitCode;
    }

    private async Task<(PreflightReport Report, int ExitCode)> CheckAsync(RunInvocation invocation, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            using var cluster = await new ClusterConnector(Host).ConnectAsync(invocation.Cluster, invocation.Namespace, cancellationToken);
            await using var engine = cluster.CreateEngine(Host);
            var options = new PreflightOptions { Connection = cluster.Client.Connection, Namespace = cluster.Namespace, TimeProvider = Host.TimeProvider };
            if (timeout is { } each)
            {
                options = options with { ConnectTimeout = each, RequestTimeout = each, Limit = 5 * each };
            }

            var report = await new ClusterPreflight(options).RunAsync(engine.Plan(invocation.Request), cancellationToken);
            return (report, report.Level is not FindingLevel.Error ? ExitCodes.Succeeded : ExitCodes.From(report.Outcome ?? RunOutcome.InfrastructureFailed));
        }
        catch (KubeConfigException e)
        {
            return (NoCluster("kubeconfig_unusable", invocation, e.Message, "Mend the kubeconfig, or name another one with --kubeconfig and --context."), ExitCodes.Usage);
        }
        catch (CommandException e)
        {
            return (NoCluster("cluster_unusable", invocation, e.Message, "Mend what the message names, or choose another cluster with --kubeconfig and --context."), e.ExitCode);
        }
    }

    private static PreflightReport NoCluster(string code, RunInvocation invocation, string message, string remedy) => new()
    {
        Namespace = invocation.Namespace,
        Findings = [new Finding { Code = code, Level = FindingLevel.Error, Object = invocation.Cluster.Describe(), Message = message, Remedy = remedy }],
    };

    private async Task<(RunInvocation? Invocation, OutputFormat Format, TimeSpan? Timeout, IReadOnlyList<string> Problems)> ParseAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var arguments = _options.Read(result);
        var builder = new RunInvocationBuilder(Host);
        var invocation = await builder.BuildAsync(
            arguments with
            {
                Agent = arguments.Agent ?? AnyAgent,
                Prompt = arguments.PromptFile is null ? arguments.Prompt ?? AnyPrompt : arguments.Prompt,
            },
            needsCredentials: false,
            cancellationToken);
        List<string> problems = [.. builder.Problems];
        var format = _output.Read(result, problems);
        var text = result.Word(_requestTimeout);
        var timeout = text is null ? null : Duration.Parse(text);
        if (text is not null && timeout is null)
        {
            problems.Add($"--request-timeout {text} is no time; write 500ms, 5s or 1m.");
        }

        return (invocation, format, timeout, problems);
    }
}
