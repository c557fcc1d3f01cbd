using System.CommandLine;
using Podclip.Cli.Completion;
using Podclip.Cli.Connection;
using Podclip.Cli.Rendering;
using Podclip.Cli.Running;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip render</c>.</summary>
internal sealed class RenderCommand : CliCommand
{
    private readonly RunOptions _options = new();
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Print the Secrets' values; they are masked otherwise." };
    private readonly Option<string> _dryRun = new("--dry-run")
    {
        Description = "client: print what would be created, without a cluster (the default); server: let the API server check it and print its answer.",
        HelpName = "client|server",
    };

    public RenderCommand(CliHost host)
        : base(host, "render", "Print the Job, Secrets and claim of a run as YAML, without running it.")
    {
        _options.AddTo(this, canDetach: false, () => DynamicCompletions.Images(host));
        _dryRun.CompletionSources.Add("client", "server");
        Add(_showSecrets);
        Add(_dryRun);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "render claude --prompt 'Fix the failing test' --workspace .",
        "render claude --prompt 'hello' --context staging --dry-run=server",
    ];

    public override async Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        (await ParseAsync(result, cancellationToken)).Problems;

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (invocation, problems) = await ParseAsync(result, cancellationToken);
        if (invocation is null || problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        foreach (var warning in invocation.Warnings)
        {
            await Host.Terminal.Error.WriteLineAsync($"podclip: {warning}");
        }

        if (invocation.Endpoint is ModelEndpoint.Scripted)
        {
            // The address is known only while the endpoint runs; its port stands for one.
            invocation = invocation with { Request = ScriptedCredentials.AddTo(invocation.Request, new Uri("http://127.0.0.1:0")) };
        }

        var connector = new ClusterConnector(Host);
        var onServer = result.Word(_dryRun) == "server";
        using var cluster = onServer
            ? await connector.ConnectAsync(invocation.Cluster, invocation.Namespace, cancellationToken)
            : connector.Offline(invocation.Cluster, invocation.Namespace);
        await using var engine = cluster.CreateEngine(Host);
        var plan = engine.Plan(invocation.Request);
        var documents = onServer ? await new ServerDryRun(cluster).CheckAsync(plan, cancellationToken) : PlanDocuments.Of(plan);
        YamlText.Write(result.GetValue(_showSecrets) ? documents : documents.Select(SecretMask.Apply), Host.Terminal.Out);
        return ExitCodes.Succeeded;
    }

    private async Task<(RunInvocation? Invocation, IReadOnlyList<string> Problems)> ParseAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var builder = new RunInvocationBuilder(Host);
        var invocation = await builder.BuildAsync(_options.Read(result), needsCredentials: false, cancellationToken);
        List<string> problems = [.. builder.Problems];
        if (result.Word(_dryRun) is { } mode && mode is not ("client" or "server"))
        {
            problems.Add($"--dry-run {mode} is unknown; it is client or server.");
        }

        return (invocation, problems);
    }
}
