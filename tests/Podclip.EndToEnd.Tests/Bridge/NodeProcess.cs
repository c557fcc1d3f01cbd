using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>A Node that runs one of the scripts of this folder, whose lines of JSON are read as they come.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly Channel<JsonObject> _lines = Channel.CreateUnbounded<JsonObject>();
    private readonly Task<string> _errors;

    private NodeProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    /// <summary>The packages that test.sh builds.</summary>
    public static string Packages => Environment.GetEnvironmentVariable("PODCLIP_TEST_PACKAGES") is { Length: > 0 } folder
        ? folder
        : throw new InvalidOperationException("PODCLIP_TEST_PACKAGES is not set: these tests are started by ./test.sh; its fast mode leaves them out.");

    public static NodeProcess Start(IReadOnlyDictionary<string, string> variables, string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Bridge", script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new NodeProcess(Process.Start(start)!);
    }

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The lines up to the first that is the one.</summary>
    public async Task<List<JsonObject>> UntilAsync(Func<JsonObject, bool> isIt)
    {
        List<JsonObject> read = [];
        while (await NextAsync() is { } line)
        {
            read.Add(line);
            if (isIt(line))
            {
                return read;
            }
        }

        Assert.Fail($"it never came: {await _errors}");
        return read;
    }

    /// <summary>The next line; null at the end.</summary>
    public async Task<JsonObject?> NextAsync() =>
        await _lines.Reader.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) && _lines.Reader.TryRead(out var line) ? line : null;

    /// <summary>What it complained of, when it has ended.</summary>
    public Task<string> ErrorsAsync() => _errors.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(JsonNode.Parse(line)!.AsObject());
        }

        _lines.Writer.Complete();
    }
}
