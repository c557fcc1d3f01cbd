using Podclip.Daemon.Runs;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;

namespace Podclip.Daemon.Tests.Runs;

/// <summary>A daemon that dies at any moment tells the rest of a run as if it had never died.</summary>
public sealed class RunRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_told_anew_after_a_crash_at_any_event_is_told_once()
    {
        var whole = await TellAsync("whole", crashes: []);
        Assert.Equal(15, whole.Count);
        for (var first = 0; first < whole.Count; first++)
        {
            Assert.Equal(whole, await TellAsync($"once-{first}", [first]));
            Assert.Equal(whole, await TellAsync($"twice-{first}", [first, first / 2, first]));
        }
    }

    [Fact]
    public async Task Another_run_of_the_engine_is_told_whole()
    {
        using var events = new EventLog(_folder.File("other"));
        await Assert.ThrowsAsync<Crash>(() => TellAsync(new RunRecorder(events, _ => { }, TimeProvider.System), () => events.LastSequence >= 9));
        var last = events.LastSequence;
        var recorder = new RunRecorder(events, _ => { }, TimeProvider.System);
        await recorder.RunAsync(new ExecutionRun { RunId = "second", Namespace = "n", Job = "j" });
        recorder.At(1);
        await recorder.LogAsync(LogStream.Stdout, "new\n");
        Assert.Equal(last + 2, events.LastSequence);
    }

    [Fact]
    public async Task The_engines_run_is_kept_before_it_is_told()
    {
        using var events = new EventLog(_folder.File("kept"));
        var recorder = new RunRecorder(events, _ => throw new IOException("the disk is full"), TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => recorder.RunAsync(new ExecutionRun { RunId = "r", Namespace = "n", Job = "j" }).AsTask());
        Assert.Equal(0, events.LastSequence);
    }

    // Each crash leaves the process after so many events; the next process tells the run from its beginning.
    private async Task<List<string>> TellAsync(string name, IReadOnlyList<int> crashes)
    {
        foreach (var limit in crashes)
        {
            using var events = new EventLog(_folder.File(name));
            await Assert.ThrowsAsync<Crash>(() => TellAsync(new RunRecorder(events, _ => { }, TimeProvider.System), () => events.LastSequence >= limit));
        }

        using (var events = new EventLog(_folder.File(name)))
        {
            await TellAsync(new RunRecorder(events, _ => { }, TimeProvider.System), () => false);
        }

        return [.. (await File.ReadAllLinesAsync(_folder.File(name), TestContext.Current.CancellationToken)).Select(line =>
        {
            var told = JsonNode.Parse(line)!.AsObject();
            told.Remove("time");
            return told.ToJsonString();
        })];
    }

    private static async Task TellAsync(RunRecorder recorder, Func<bool> isOver)
    {
        var tell = 0;
        Func<ValueTask>[] all =
        [
            () => recorder.LogAsync(LogStream.Stderr, "[paperclip] a warning\n"),
            () => recorder.LogAsync(LogStream.Stdout, "[paperclip] Skills bundled\n"),
            () => recorder.MetaAsync(new AdapterInvocationMeta { AdapterType = "shell_k8s", Command = "c" }),
            () => recorder.RunAsync(new ExecutionRun { RunId = "r", Namespace = "n", Job = "j" }),
            () => At(2, recorder.DispatchAsync),
            () => At(3, () => recorder.LogAsync(LogStream.Stdout, "[paperclip] Created\n")),
            () => recorder.ProgressAsync(new AdapterRuntimeProgress { Phase = "scheduling", Message = "m" }),
            () => At(7, () => recorder.LogAsync(LogStream.Stdout, "same\n")),
            () => At(8, () => recorder.LogAsync(LogStream.Stdout, "same\n")),
            () => recorder.EventAsync(new AdapterRuntimeEvent { EventType = "agent.assistant" }),
            () => recorder.ProgressAsync(new AdapterRuntimeProgress { Phase = "running", Message = "m" }),
            () => At(9, () => recorder.LogAsync(LogStream.Stdout, "a piece of a long line")),
            () => recorder.LogAsync(LogStream.Stdout, "and its end\n"),
            () => At(12, () => recorder.LogAsync(LogStream.Stdout, "last\n")),
        ];
        for (; tell < all.Length; tell++)
        {
            if (isOver())
            {
                throw new Crash();
            }

            await all[tell]();
        }

        if (isOver())
        {
            throw new Crash();
        }

        recorder.Finish(new AdapterExecutionResult { ExitCode = 0 });

        ValueTask At(long sequence, Func<ValueTask> told)
        {
            recorder.At(sequence);
            return told();
        }
    }

    private sealed class Crash : Exception;
}
