using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Podclip.Engine;
using Podclip.Engine.Settling;
using Podclip.Paperclip;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Outcomes;
using Podclip.Paperclip.Transcripts;

namespace Podclip.Cli.Commands.Adapter;

/// <summary><c>podclip adapter parse</c>: what a recorded run would have told Paperclip.</summary>
internal sealed class AdapterParseCommand : CliCommand
{
    private const int ChunkBytes = 64 * 1024;

    private readonly Argument<string> _type = AdapterType.Argument();
    private readonly Option<string> _transcript = new("--transcript") { Description = "What the agent printed on its standard output.", HelpName = "FILE" };
    private readonly Option<string> _error = new("--stderr") { Description = "What it printed on its standard error.", HelpName = "FILE" };

    private readonly Option<string> _exitCode = new("--exit-code")
    {
        Description = "The agent's exit code (default: 0, or that of --signal); -N for an end by signal N.",
        HelpName = "N",
    };

    private readonly Option<string> _signal = new("--signal") { Description = "The signal that ended it, where no exit code is known.", HelpName = "NAME" };

    public AdapterParseCommand(CliHost host)
        : base(host, "parse", "Read an agent's output as an adapter would: its entries as JSON lines, then the result.")
    {
        Add(_type);
        Add(_transcript);
        Add(_exitCode);
        Add(_signal);
        Add(_error);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "adapter parse claude_k8s --transcript run.jsonl --exit-code 1 --stderr run.stderr",
        "adapter parse opencode_k8s --transcript run.jsonl --signal SIGKILL",
    ];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Parse(result).Problems);

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (recording, problems) = Parse(result);
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        var now = Host.TimeProvider.GetUtcNow();
        using var transcript = new TranscriptStream(recording.Kind!.Agent.CreateReader(), now);
        await ReadAsync(recording.Output, bytes => transcript.WriteOutput(bytes.Span), cancellationToken);
        await WriteAsync(transcript.CompleteOutput());
        if (recording.Error is { } error)
        {
            await ReadAsync(error, bytes => transcript.WriteError(bytes.Span), cancellationToken);
            await WriteAsync(transcript.CompleteError());
        }

        var run = PastRun.Settle(recording.Kind.Agent.Name, transcript.Evidence, recording.ExitCode, now);
        var told = ExecutionResults.Write(recording.Kind, run, SessionFacts.None);
        await Host.Terminal.Out.WriteLineAsync($$"""{"result":{{JsonSerializer.Serialize(told, PaperclipJson.Plain.AdapterExecutionResult)}}}""");
        return ExitCodes.Succeeded;
    }

    private async Task ReadAsync(string path, Func<ReadOnlyMemory<byte>, IReadOnlyList<HostTranscriptEntry>> read, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var chunk = new byte[ChunkBytes];
        for (int count; (count = await file.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            await WriteAsync(read(chunk.AsMemory(0, count)));
        }
    }

    private async Task WriteAsync(IReadOnlyList<HostTranscriptEntry> entries)
    {
        foreach (var entry in entries)
        {
            await Host.Terminal.Out.WriteLineAsync(JsonSerializer.Serialize(entry, PaperclipJson.Plain.HostTranscriptEntry));
        }
    }

    private (Recording Recording, List<string> Problems) Parse(ParseResult result)
    {
        List<string> problems = [];
        var kind = AdapterType.Read(result, _type, problems)?.Kind;
        if (result.Word(_transcript) is null)
        {
            problems.Add("--transcript FILE is missing.");
        }

        var output = Find("--transcript", result.Word(_transcript));
        var error = Find("--stderr", result.Word(_error));
        return (new Recording(kind, output ?? "", error, ReadExitCode(result, problems)), problems);

        string? Find(string option, string? path)
        {
            var full = path is null ? null : Host.Absolute(path);
            if (full is not null && !File.Exists(full))
            {
                problems.Add($"{option}: there is no file {full}.");
            }

            return full;
        }
    }

    private int ReadExitCode(ParseResult result, List<string> problems)
    {
        int? ofSignal = null;
        if (result.Word(_signal) is { } signal && (ofSignal = Signals.ExitCodeOf(signal)) is null)
        {
            problems.Add($"--signal {signal} is no signal that ends programs.");
        }

        if (result.Word(_exitCode) is not { } word)
        {
            return ofSignal ?? 0;
        }

        if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) || code is < -64 or > 255)
        {
            problems.Add($"--exit-code {word} is no exit code.");
        }

        return code < 0 ? 128 - code : code;
    }

    private sealed record Recording(AdapterKind? Kind, string Output, string? Error, int ExitCode);
}
